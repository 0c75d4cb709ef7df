package io.millwright.training.registry;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Versions of models, their approval, and which of them is the champion. */
public interface ModelRegistry {

    /**
     * Keeps a package as a new version, pending approval.
     *
     * @param clientToken registering again with the same token gives the version of the first time: for example run id and
     *     {@link ModelPackage#contentHash}
     */
    ModelVersion register(ModelPackage model, String clientToken);

    /**
     * Shows where a version came from, where this registry has a place for that beside the package. Doing it again doubles nothing.
     *
     * @param origin asked for only where there is such a place
     */
    void trace(String version, Supplier<ModelOrigin> origin);

    ModelVersion approve(String version, String reason);

    /** A rejected version cannot become champion; one that is champion stays so until another is set. */
    ModelVersion reject(String version, String reason);

    /**
     * Switches the alias at once; the version must be approved.
     *
     * @return whether another version, or none, was champion before; else nothing changes, the reason of the first time neither
     */
    boolean setChampion(String version, String reason);

    Optional<ModelVersion> champion();

    /** In order of version. */
    List<ModelVersion> list();

    /** A data error where there is no such version. */
    ModelVersion get(String version);

    ModelPackage load(String version);

    /** What a version was made of, without the rest of its package, which may be large. */
    Manifest manifest(String version);
}
