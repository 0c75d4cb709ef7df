package io.millwright.etl;

import io.millwright.lake.Interval;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.rdd.InputFileBlockHolder;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.AccumulatorV2;

/** When the records of landing files arrived, told by the tasks that read them. */
final class ArrivalSpans implements Serializable {

    private final Gathered gathered;
    private final Map<String, List<ArrivalSpan>> open;
    private final List<ArrivalSpan> openOfNew;

    private ArrivalSpans(Gathered gathered, Map<String, List<ArrivalSpan>> open, List<ArrivalSpan> openOfNew) {
        this.gathered = gathered;
        this.open = open;
        this.openOfNew = openOfNew;
    }

    /**
     * Of one ingest.
     *
     * @param arrivals those it takes; empty where it takes all
     * @param landed what earlier ingests have taken
     * @param files those it reads
     */
    static ArrivalSpans of(
            SparkSession spark, Optional<Interval> arrivals, LandedFiles landed, Collection<LandingFile> files) {
        Gathered gathered = new Gathered();
        spark.sparkContext().register(gathered, "arrivals of landing files");
        Map<String, List<ArrivalSpan>> open = new HashMap<>();
        arrivals.ifPresent(taken -> files.stream().filter(landed::hasSeen).forEach(file -> LandedFiles.names(file)
                .forEach(name -> open.put(name, landed.open(file, taken)))));
        return new ArrivalSpans(
                gathered, open, arrivals.map(ArrivalSpan.ALWAYS::without).orElse(List.of()));
    }

    /**
     * Where a task is to say when the records of the part of a file arrived that it begins to read.
     *
     * @param file as {@link LandingFile#path} or as its URI
     */
    FileArrivals of(String source, String file) {
        Part part = new Part(source, file, InputFileBlockHolder.getStartOffset());
        return gathered.byPart.computeIfAbsent(part, any -> new FileArrivals(open.getOrDefault(file, openOfNew)));
    }

    /** The same, one record after the other, of one source. */
    Telling ofSource(String source) {
        return new Telling(source);
    }

    /** Remembers the file it was told of last. Not safe for several threads. */
    final class Telling {

        private final String source;
        private String file = "";
        private FileArrivals arrivals = new FileArrivals(List.of());

        private Telling(String source) {
            this.source = source;
        }

        /** A record of a file was known then. */
        void arrived(String inFile, long knownMs) {
            if (!inFile.equals(file)) {
                file = inFile;
                arrivals = of(source, inFile);
            }
            arrivals.add(knownMs);
        }
    }

    /** By file as the tasks name it, all sources that read it together. */
    Map<String, FileArrivals> byFile() {
        Map<String, FileArrivals> byFile = new HashMap<>();
        gathered.byPart.forEach((part, arrivals) -> byFile.merge(part.file, arrivals, FileArrivals::and));
        return byFile;
    }

    /** @param start where in the file the part begins, in bytes */
    private record Part(String source, String file, long start) implements Serializable {}

    /** A task that ran twice says the same twice of the same parts, which is once. */
    private static final class Gathered extends AccumulatorV2<Map.Entry<Part, FileArrivals>, Map<Part, FileArrivals>> {

        private final Map<Part, FileArrivals> byPart = new ConcurrentHashMap<>();

        @Override
        public void add(Map.Entry<Part, FileArrivals> part) {
            byPart.merge(part.getKey(), part.getValue(), FileArrivals::orFuller);
        }

        @Override
        public void merge(AccumulatorV2<Map.Entry<Part, FileArrivals>, Map<Part, FileArrivals>> other) {
            other.value().entrySet().forEach(this::add);
        }

        @Override
        public Map<Part, FileArrivals> value() {
            return byPart;
        }

        @Override
        public boolean isZero() {
            return byPart.isEmpty();
        }

        @Override
        public Gathered copy() {
            Gathered copy = new Gathered();
            copy.byPart.putAll(byPart);
            return copy;
        }

        @Override
        public void reset() {
            byPart.clear();
        }
    }
}
