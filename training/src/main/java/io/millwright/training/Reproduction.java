package io.millwright.training;

import java.util.List;

/** How a rebuilt model compares with the registered one. */
public record Reproduction(String version, String candidate, List<Artefact> artefacts) {

    public Reproduction {
        artefacts = List.copyOf(artefacts);
    }

    /**
     * One thing compared.
     *
     * @param compared how: bytes, fingerprint, largest difference of predictions
     */
    public record Artefact(String name, boolean same, String compared) {}

    public boolean same() {
        return artefacts.stream().allMatch(Artefact::same);
    }
}
