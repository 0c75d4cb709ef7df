package io.millwright.aws;

import io.millwright.lake.MillwrightException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The start of a run where the service knows no tokens: tried once. Where no answer comes, the run may be there all the same; then it is
 * the one that was not there before.
 */
final class SingleTry {

    private final SparkPlatform platform;
    private final SparkPlatform.Submission job;

    SingleTry(SparkPlatform platform, SparkPlatform.Submission job) {
        this.platform = platform;
        this.job = job;
    }

    /**
     * Starts the run and returns its id.
     *
     * @param start in a single try, which nobody repeats
     * @throws MillwrightException where it was refused, or no run is to be seen
     */
    String id(Supplier<String> start) {
        Set<String> before = ids();
        try {
            return start.get();
        } catch (MillwrightException e) {
            return startedAllTheSame(before, e).orElseThrow(() -> e);
        }
    }

    private Optional<String> startedAllTheSame(Set<String> before, MillwrightException failure) {
        if (failure.category() != MillwrightException.Category.SERVICE) {
            return Optional.empty();
        }
        try {
            return ids().stream().filter(id -> !before.contains(id)).findFirst();
        } catch (MillwrightException e) {
            failure.addSuppressed(e);
            return Optional.empty();
        }
    }

    private Set<String> ids() {
        return platform.runs(job).stream().map(SparkPlatform.Run::id).collect(Collectors.toSet());
    }
}
