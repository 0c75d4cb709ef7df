package io.millwright.aws;

import io.millwright.lake.MillwrightException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * A call to AWS whose failure says what an operator needs: which call, on what, which permission is missing where one is, and, by its
 * category, whether a retry can help. What the SDK repeats by itself was repeated before.
 */
final class AwsCall {

    private static final Set<String> FORBIDDEN = Set.of(
            "AccessDenied",
            "AccessDeniedException",
            "AccessForbidden",
            "AuthorizationError",
            "AuthorizationErrorException",
            "UnauthorizedOperation",
            "NotAuthorized",
            "KMSAccessDenied",
            "KMSAccessDeniedException");

    private static final Set<String> EXPIRED =
            Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired");

    private static final Set<String> UNKNOWN_KEY = Set.of(
            "InvalidClientTokenId",
            "UnrecognizedClientException",
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "InvalidSignatureException",
            "IncompleteSignature",
            "InvalidToken");

    private static final Set<String> ELSEWHERE =
            Set.of("PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException", "301");

    private static final Set<String> BUSY = Set.of(
            "ConflictException",
            "OperationAborted",
            "ConcurrentModificationException",
            "ConcurrentRunsExceededException",
            "ResourceInUse");

    private static final String REGION_HEADER = "x-amz-bucket-region";

    private AwsCall() {}

    /**
     * Makes the call.
     *
     * @param action its name in a policy, for example {@code sagemaker:CreateModelPackage}
     * @param resource in words: {@code the bucket models}
     * @throws MillwrightException of category SERVICE where a retry can help, else CONFIGURATION
     */
    static <T> T made(String action, String resource, Supplier<T> call) {
        try {
            return call.get();
        } catch (AwsServiceException e) {
            throw refused(action, resource, e);
        } catch (SdkClientException e) {
            throw unanswered(action, resource, e);
        }
    }

    /** What the call finds; empty where there is no such thing. */
    static <T> Optional<T> found(String action, String resource, Supplier<T> call) {
        return made(action, resource, () -> {
            try {
                return Optional.of(call.get());
            } catch (AwsServiceException e) {
                if (isAbsent(e)) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    /** Makes a thing; empty where it is there already, by another process or an earlier try. */
    static <T> Optional<T> create(String action, String resource, Supplier<T> call) {
        return made(action, resource, () -> {
            try {
                return Optional.of(call.get());
            } catch (AwsServiceException e) {
                if (isThere(e)) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    private static MillwrightException refused(String action, String resource, AwsServiceException e) {
        String said = action + " on " + resource + " failed: " + text(e);
        String code = code(e);
        if (EXPIRED.contains(code)) {
            return MillwrightException.service(
                    said + "; the credentials have expired: renew them, then the same command goes on", e);
        }
        if (e.isThrottlingException() || e.statusCode() >= 500 || BUSY.contains(code) || e.statusCode() == 409) {
            return MillwrightException.service(said + "; AWS is busy or has a failure of its own: try again later", e);
        }
        if (FORBIDDEN.contains(code)) {
            return MillwrightException.configuration(
                    said + "; allow " + action + " on " + resource + " to the role or user this runs as", e);
        }
        if (UNKNOWN_KEY.contains(code)) {
            return MillwrightException.configuration(
                    said + "; AWS does not know these credentials: give those of a role that may use " + resource, e);
        }
        if (ELSEWHERE.contains(code) || e.statusCode() == 301) {
            return MillwrightException.configuration(
                    said + "; it lies in " + region(e) + ": set AWS_REGION so, or name a bucket of this region", e);
        }
        if (isAbsent(e)) {
            return MillwrightException.configuration(
                    said + "; there is no such thing in this account and region: make it, or correct the name", e);
        }
        return MillwrightException.configuration(
                said
                        + "; AWS does not accept this: correct the section aws of the pipeline file, or the account's limits",
                e);
    }

    private static MillwrightException unanswered(String action, String resource, SdkClientException e) {
        String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        if (why.contains("Unable to load region")) {
            return MillwrightException.configuration(
                    "no region is set; set AWS_REGION, for example to eu-central-1", e);
        }
        if (why.contains("Unable to load credentials")) {
            return MillwrightException.configuration(
                    action + " on " + resource
                            + " failed: there are no credentials; run with a role, or log in with the"
                            + " AWS command line first",
                    e);
        }
        boolean late = e instanceof ApiCallTimeoutException
                || e instanceof ApiCallAttemptTimeoutException
                || why.contains("Read timed out");
        return MillwrightException.service(
                action + " on " + resource + " failed: AWS "
                        + (late ? "did not answer in time" : "cannot be reached (" + why + ")")
                        + "; check the network, and try again",
                e);
    }

    /** Whether the service says that what was asked for does not exist; SageMaker has no code of its own for it. */
    private static boolean isAbsent(AwsServiceException e) {
        String message = text(e);
        boolean saidInWords = message.contains("does not exist") || message.contains("not found");
        return e.statusCode() == 404
                || code(e).startsWith("ResourceNotFound")
                || code(e).startsWith("EntityNotFound")
                || (code(e).equals("ValidationException") && saidInWords);
    }

    /** Whether the service says that what was to be made exists. */
    private static boolean isThere(AwsServiceException e) {
        return text(e).contains("already exist");
    }

    private static String code(AwsServiceException e) {
        return details(e).map(AwsErrorDetails::errorCode).orElse("");
    }

    /** Code, the service's own words on one line, and the request to name to AWS. */
    private static String text(AwsServiceException e) {
        String words = details(e).map(AwsErrorDetails::errorMessage).orElse("").replaceAll("\\s+", " ");
        String request =
                Optional.ofNullable(e.requestId()).map(id -> ", request " + id).orElse("");
        return (code(e).isEmpty() ? "status" : code(e)) + " " + e.statusCode() + request
                + (words.isBlank() ? "" : ": " + words.strip());
    }

    private static String region(AwsServiceException e) {
        return details(e)
                .map(AwsErrorDetails::sdkHttpResponse)
                .flatMap(response -> response.firstMatchingHeader(REGION_HEADER))
                .map(name -> "the region " + name)
                .orElse("another region");
    }

    private static Optional<AwsErrorDetails> details(AwsServiceException e) {
        return Optional.ofNullable(e.awsErrorDetails());
    }
}
