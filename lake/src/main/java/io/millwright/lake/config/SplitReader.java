package io.millwright.lake.config;

import java.util.ArrayList;
import java.util.List;

/** From {@code split} to {@link SplitSpec}. */
final class SplitReader {

    private SplitReader() {}

    static SplitSpec split(YamlNode node, TimeAxis axis) {
        node.allowing(
                "kind",
                "folds",
                "repeats",
                "first_test_share",
                "tests",
                "train_prefix",
                "test_prefix",
                "held_out_share",
                "held_out_sites",
                "held_out_generations",
                "group");
        SplitSpec.Kind kind = node.required("kind").constant(SplitSpec.Kind.class);
        if ((kind == SplitSpec.Kind.STRATIFIED) != (axis == TimeAxis.NONE)) {
            throw node.required("kind")
                    .error("a stratified split is for tables without time, and the only one for them; give"
                            + " landing.axis: none and kind: stratified together, or neither");
        }
        if (kind == SplitSpec.Kind.OFFICIAL) {
            node.required("train_prefix");
            node.required("test_prefix");
        }
        return new SplitSpec(
                kind,
                node.optional("folds").map(folds -> folds.wholeFrom(1, 50)).orElse(3),
                node.optional("repeats")
                        .map(repeats -> repeats.wholeFrom(1, 50))
                        .orElse(1),
                node.optional("first_test_share")
                        .map(share -> share.numberFrom(0.1, 0.95))
                        .orElse(0.5),
                node.optional("tests").map(SplitReader::tests).orElse(List.of()),
                node.optional("train_prefix").map(YamlNode::string).orElse(""),
                node.optional("test_prefix").map(YamlNode::string).orElse(""),
                node.optional("held_out_share")
                        .map(share -> share.numberFrom(0, 0.9))
                        .orElse(0.0),
                node.optional("held_out_sites").map(YamlNode::strings).orElse(List.of()),
                node.optional("held_out_generations").map(YamlNode::strings).orElse(List.of()),
                node.optional("group").map(YamlNode::string).orElse(""));
    }

    private static List<SplitSpec.Window> tests(YamlNode node) {
        List<SplitSpec.Window> tests = new ArrayList<>();
        for (YamlNode place : node.list()) {
            SplitSpec.Window next = window(place);
            if (!tests.isEmpty()) {
                requireBehind(tests.get(tests.size() - 1), next, place);
            }
            tests.add(next);
        }
        return tests;
    }

    private static void requireBehind(SplitSpec.Window last, SplitSpec.Window next, YamlNode place) {
        if (!next.to().isAfter(last.from())) {
            throw place.error("it lies before the test window above it, which starts at " + last.from()
                    + "; give test windows in the order of time");
        }
        if (next.from().isBefore(last.to())) {
            throw place.error("it overlaps the test window above it, which ends at " + last.to()
                    + "; let each start where the one before it has ended");
        }
    }

    private static SplitSpec.Window window(YamlNode node) {
        node.allowing("from", "to");
        SplitSpec.Window window = new SplitSpec.Window(
                node.required("from").instant(), node.required("to").instant());
        if (!window.from().isBefore(window.to())) {
            throw node.required("to").error("a test window must end after it starts");
        }
        return window;
    }
}
