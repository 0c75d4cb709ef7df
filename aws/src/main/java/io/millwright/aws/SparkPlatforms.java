package io.millwright.aws;

import io.millwright.lake.config.AwsSpec;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The platforms of AWS by name. */
public final class SparkPlatforms {

    public static final String EMR = "emr";
    public static final String EMR_SERVERLESS = "emr-serverless";
    public static final String GLUE = "glue";

    public static final List<String> NAMES = List.of(EMR, EMR_SERVERLESS, GLUE);

    private SparkPlatforms() {}

    /**
     * Where jobs are submitted to.
     *
     * @param id cluster, application or Glue job
     * @param role of the run; empty where the platform's own is used
     * @param logs folder in S3; empty where there is none, used by EMR Serverless only
     */
    public record Target(String platform, String id, String role, String logs) {}

    /**
     * Opens a platform; calls nothing yet.
     *
     * @param endpoint stands in for AWS, for an emulator
     * @throws io.millwright.lake.MillwrightException where the environment names no region
     */
    public static SparkPlatform open(Target target, Optional<URI> endpoint) {
        AwsClients clients = AwsClients.of(AwsSpec.at(endpoint));
        return switch (target.platform()) {
            case EMR -> new EmrPlatform(clients.emr(), clients.withoutRetries().emr(), target.id(), target.role());
            case EMR_SERVERLESS ->
                new EmrServerlessPlatform(clients.emrServerless(), target.id(), target.role(), target.logs());
            case GLUE ->
                new GluePlatform(clients.glue(), clients.withoutRetries().glue(), target.id());
            default -> throw new IllegalArgumentException("unknown platform " + target.platform());
        };
    }
}
