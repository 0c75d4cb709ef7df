package io.millwright.training.registry;

/**
 * What the program that trained a model was built from.
 *
 * @param commit with a note where files differed from it; empty where it is not known
 * @param repository its address, without credentials; empty where it is not known
 */
public record SourceCode(String commit, String repository) {

    public static final SourceCode UNKNOWN = new SourceCode("", "");
}
