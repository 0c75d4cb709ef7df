package io.millwright.lake;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/** Settings of a session that hold as long as a piece of work takes. Pieces side by side may ask for the same settings, of the same values. */
public final class Meanwhile {

    /** @param users pieces of work that need the setting now */
    private record Held(int users, Optional<String> before) {}

    private static final Map<SparkSession, Map<String, Held>> HELD = new WeakHashMap<>();

    private Meanwhile() {}

    /**
     * What the work returns.
     *
     * @param settings by name; each is as it was before once the last piece of work that asked for it is done
     */
    public static <T> T with(SparkSession spark, Map<String, String> settings, Supplier<T> work) {
        settings.forEach((name, value) -> hold(spark, name, value));
        try {
            return work.get();
        } finally {
            settings.keySet().forEach(name -> release(spark, name));
        }
    }

    private static synchronized void hold(SparkSession spark, String name, String value) {
        HELD.computeIfAbsent(spark, any -> new HashMap<>())
                .compute(
                        name,
                        (any, held) -> held == null
                                ? new Held(1, value(spark, name))
                                : new Held(held.users() + 1, held.before()));
        spark.conf().set(name, value);
    }

    private static Optional<String> value(SparkSession spark, String name) {
        Option<String> value = spark.conf().getOption(name);
        return value.isDefined() ? Optional.of(value.get()) : Optional.empty();
    }

    private static synchronized void release(SparkSession spark, String name) {
        HELD.getOrDefault(spark, Map.of()).computeIfPresent(name, (any, held) -> {
            if (held.users() > 1) {
                return new Held(held.users() - 1, held.before());
            }
            held.before().ifPresentOrElse(before -> spark.conf().set(name, before), () -> spark.conf()
                    .unset(name));
            return null;
        });
    }
}
