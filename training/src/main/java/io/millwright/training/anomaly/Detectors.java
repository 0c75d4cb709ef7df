package io.millwright.training.anomaly;

import java.util.List;
import org.apache.spark.sql.SparkSession;

/** The detectors by the names of a pipeline file. */
final class Detectors {

    private Detectors() {}

    static List<Detector> named(List<String> names, SparkSession spark) {
        return names.stream().map(name -> named(name, spark)).toList();
    }

    private static Detector named(String name, SparkSession spark) {
        return switch (name) {
            case "robust_z" -> Univariate.robustZ();
            case "iqr" -> Univariate.interquartile();
            case "fleet_z" -> new FleetZ();
            case "pca_t2" -> new PerType(new PrincipalComponents(PrincipalComponents.Distance.T2));
            case "pca_spe" -> new PerType(new PrincipalComponents(PrincipalComponents.Distance.SPE));
            case "isolation_forest" -> new PerType(new Isolation(spark));
            case "random_cut_forest" -> new PerType(new RandomCuts());
            case "one_class_svm" -> new PerType(new OneClass());
            case "machine_svm" -> new PerMachine(spark);
            case "autoencoder" -> new PerType(new Autoencoder());
            default -> throw new IllegalArgumentException("unknown detector " + name);
        };
    }
}
