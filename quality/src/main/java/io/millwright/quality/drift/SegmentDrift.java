package io.millwright.quality.drift;

/**
 * How far one feature moved among the machines of one type or site.
 *
 * @param by {@code type} or {@code site}
 * @param segment which one
 * @param drift adjusted over all features of all segments
 */
public record SegmentDrift(String by, String segment, FeatureDrift drift) {}
