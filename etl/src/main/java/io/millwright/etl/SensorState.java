package io.millwright.etl;

import io.millwright.lake.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that settling carries from one chunk of a sensor of a machine to the next: what the watch has seen, and how many readings
 * of each source stayed and were merged away. Kept as bytes, so that another ingest goes on from there instead of from the first reading.
 */
final class SensorState implements Serializable {

    /** To be counted up with each change of a verdict on the same readings, of which the shape of classes tells nothing. */
    static final int JUDGEMENT = 1;

    /** Start of the first chunk it has not seen, and of none it has. */
    private static final long BEFORE_ANY = Long.MIN_VALUE;

    private final SensorWatch watch;
    private final Map<String, Readings> bySource = new TreeMap<>();
    private long nextChunk = BEFORE_ANY;

    /** How many readings stayed, and how many were merged away. */
    private record Readings(long clean, long merged) implements Serializable {
        Readings plus(Readings more) {
            return new Readings(clean + more.clean, merged + more.merged);
        }
    }

    /** Takes what is given for one source. */
    @FunctionalInterface
    interface Counts {
        void of(String source, long clean, long merged);
    }

    SensorState(SensorProfile profile) {
        this.watch = new SensorWatch(profile);
    }

    SensorWatch watch() {
        return watch;
    }

    boolean isEmpty() {
        return nextChunk == BEFORE_ANY;
    }

    /** Start of the first chunk it has not seen. */
    long nextChunk() {
        return nextChunk;
    }

    void seen(long untilChunk) {
        nextChunk = untilChunk;
    }

    void count(String source, long clean, long merged) {
        bySource.merge(source, new Readings(clean, merged), Readings::plus);
    }

    void counts(Counts taker) {
        bySource.forEach((source, readings) -> taker.of(source, readings.clean, readings.merged));
    }

    /**
     * What must be the same for a state to be gone on from: how it judges, the classes that make it up, and what they are told
     * beforehand.
     */
    static String signature(TimeGrid grid, Map<String, SensorProfile> sensors) {
        return signature(JUDGEMENT, grid, sensors);
    }

    static String signature(int judgement, TimeGrid grid, Map<String, SensorProfile> sensors) {
        return Sha256.hex(Stream.of(
                        SensorState.class,
                        Readings.class,
                        SensorWatch.class,
                        Detector.class,
                        RecentBand.class,
                        FlatRun.class,
                        ArrivalWatch.class,
                        DailyLevels.class,
                        CausalFilter.class,
                        Finding.class)
                .map(SensorState::shape)
                .collect(Collectors.joining(" ", judgement + " " + grid + " " + new TreeMap<>(sensors) + " ", "")));
    }

    /** The version of a class by its members; Java gives all records the same. */
    static String shape(Class<?> part) {
        return part.isRecord()
                ? Arrays.toString(part.getRecordComponents())
                : Long.toString(ObjectStreamClass.lookup(part).getSerialVersionUID());
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new WithoutProfile(bytes)) {
            out.writeObject(this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static SensorState of(byte[] bytes, SensorProfile profile) {
        try (ObjectInputStream in = new WithProfile(new ByteArrayInputStream(bytes), profile)) {
            return (SensorState) in.readObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("a state of another signature was read", e);
        }
    }

    /** Stands for the sensor's profile, which the pipeline file says. */
    private enum Profile {
        OF_THE_SENSOR
    }

    private static final class WithoutProfile extends ObjectOutputStream {
        WithoutProfile(OutputStream out) throws IOException {
            super(out);
            enableReplaceObject(true);
        }

        @Override
        protected Object replaceObject(Object object) {
            return object instanceof SensorProfile ? Profile.OF_THE_SENSOR : object;
        }
    }

    private static final class WithProfile extends ObjectInputStream {
        private final SensorProfile profile;

        WithProfile(InputStream in, SensorProfile profile) throws IOException {
            super(in);
            this.profile = profile;
            setObjectInputFilter(ObjectInputFilter.Config.createFilter("io.millwright.**;java.lang.*;java.util.*;!*"));
            enableResolveObject(true);
        }

        @Override
        protected Object resolveObject(Object object) {
            return object == Profile.OF_THE_SENSOR ? profile : object;
        }
    }
}
