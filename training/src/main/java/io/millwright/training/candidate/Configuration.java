package io.millwright.training.candidate;

import java.util.Optional;

/**
 * All that a trial of a search may vary.
 *
 * @param settings of boosted trees; empty for the other families, which have one setting each
 */
public record Configuration(Family family, TrialFeatures features, Optional<BoostingSettings> settings) {}
