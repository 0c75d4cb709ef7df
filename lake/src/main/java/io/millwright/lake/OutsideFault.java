package io.millwright.lake;

import io.millwright.lake.MillwrightException.Category;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What fails outside Millwright while Spark or Hadoop works: a bucket, the network, a disk. Told from a bug by the names and texts of an
 * error and its causes, because every platform has a client of S3 of its own, whose errors Spark brings from other processes.
 */
public final class OutsideFault {

    /** In the order in which they are looked for: what is said more exactly comes first. */
    private enum Kind {
        EXPIRED(
                Category.SERVICE,
                "ExpiredToken|RequestExpired|TokenRefreshRequired",
                "the credentials have expired: renew them, then the same command goes on"),

        NO_CREDENTIALS(
                Category.CONFIGURATION,
                "NoAuthWithAWSException|CredentialInitializationException|Unable to load (AWS )?credentials",
                "there are no credentials: run with a role, or log in with the AWS command line first"),

        UNKNOWN_KEY(
                Category.CONFIGURATION,
                "InvalidAccessKeyId|InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidToken",
                "AWS does not know these credentials: give those of a role that may use %s"),

        ELSEWHERE(
                Category.CONFIGURATION,
                "AWSRedirectException|PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraint"
                        + "|Status Code: 30[17]",
                "%s lies in another region: set AWS_REGION (under Hadoop fs.s3a.endpoint.region) to it, or name a bucket"
                        + " of this region"),

        NO_BUCKET(
                Category.CONFIGURATION,
                "NoSuchBucket|UnknownStoreException",
                "there is no bucket of %s in this account: make it, or correct the name"),

        BUSY(
                Category.SERVICE,
                "AWSServiceThrottledException|AWSStatus5\\d\\dException|SlowDown|ThrottlingException|RequestLimitExceeded"
                        + "|Status Code: (5\\d\\d|429|409)",
                "AWS is busy or has a failure of its own: a retry may help, so try again later"),

        FORBIDDEN(
                Category.CONFIGURATION,
                "AccessDenied|AccessControlException|Status Code: 40[13]|Permission denied",
                "allow %s to the role or user this runs as; a retry cannot help before"),

        /** A look at an object, which is answered without words. */
        UNEXPLAINED(
                Category.SERVICE,
                "AWSBadRequestException|Status Code: 400",
                "AWS does not say why; mostly the credentials have expired: renew them, then the same command goes on, or the"
                        + " bucket lies in another region: set AWS_REGION to it"),

        UNREACHABLE(
                Category.SERVICE,
                "UnknownHostException|ConnectException|NoRouteToHostException|SocketTimeoutException"
                        + "|ConnectTimeoutException|NoHttpResponseException|AWSNoResponseException|Connection reset"
                        + "|Unable to execute HTTP request|ApiCall(Attempt)?TimeoutException",
                "it did not answer, or not in time: check the network and its address; a retry may help"),

        FULL(
                Category.SERVICE,
                "No space left on device|Disk quota exceeded",
                "the disk is full: make room, then the same command goes on"),

        NO_MEMORY(
                Category.CONFIGURATION,
                "OutOfMemoryError",
                "give the job more memory (MILLWRIGHT_HEAP=8g before ./millwright, spark.driver.memory under spark-submit), then"
                        + " the same command goes on"),

        /** What Delta itself refuses where no lock of ours is: on HDFS, or by somebody else's job. */
        ALSO_WRITTEN(
                Category.SERVICE,
                "Concurrent(Append|DeleteRead|DeleteDelete|Transaction|Modification|Write)\\w*Exception"
                        + "|(MetadataChanged|ProtocolChanged)Exception",
                "another job changed the same table meanwhile: let it end, then run the same command again"),

        NEWER_TABLE(
                Category.DATA,
                "DELTA_UNSUPPORTED_FEATURES|DELTA_INVALID_PROTOCOL_VERSION|DeltaUnsupportedTableFeatureException"
                        + "|InvalidProtocolVersionException",
                "a newer Delta Lake wrote a table of this lake: use the Millwright that wrote it, or a copy of the lake from"
                        + " before");

        private final Category category;
        private final Pattern signs;
        /** With %s for the place, or for the permission on it. */
        private final String remedy;

        Kind(Category category, String signs, String remedy) {
            this.category = category;
            this.signs = Pattern.compile(signs);
            this.remedy = remedy;
        }

        boolean isIn(String text) {
            return signs.matcher(text).find();
        }
    }

    private static final Pattern URL = Pattern.compile("(s3[an]?|hdfs|abfss?|gs)://[^\\s:,;'`]+");
    private static final Pattern SAID_PERMISSION = Pattern.compile("not authorized to perform: ([\\w-]+:\\w+)");
    private static final Pattern OPERATION = Pattern.compile("([A-Za-z][\\w -]*?) (?:on |s3[an]?://)");
    private static final Pattern NOTHING_SAID = Pattern.compile("; (S3 Extended Request ID|Proxy|Request ID): null");
    private static final Pattern PACKAGE = Pattern.compile("^[\\w.]+\\.(?=\\w+: )");
    private static final int LONGEST_REASON = 300;

    private OutsideFault() {}

    /**
     * What an operator is told; empty where nothing outside is to blame.
     *
     * @param said what failed, for example {@code the lake s3://plant/lake cannot be opened}
     * @return of category SERVICE where a retry can help, else CONFIGURATION, or DATA where a table is beyond this program
     */
    public static Optional<MillwrightException> of(String said, Throwable error) {
        List<String> texts = texts(error);
        String all = String.join("\n", texts);
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.isIn(all))
                .findFirst()
                .map(kind -> told(
                        kind,
                        said + " (" + reason(texts, kind) + "); " + kind.remedy.formatted(object(kind, all)),
                        error));
    }

    /** The same where nobody knows what was being done. */
    public static Optional<MillwrightException> of(Throwable error) {
        String all = String.join("\n", texts(error));
        return of(
                Kind.NO_MEMORY.isIn(all)
                        ? "there was not enough memory"
                        : "reading or writing " + place(all) + " failed",
                error);
    }

    /** Of a folder of the lake, whatever kept it from being read. */
    static MillwrightException unreadable(String folder, IOException e) {
        String said = "the folder " + folder + " cannot be read";
        return of(said, e)
                .orElseGet(() ->
                        MillwrightException.service(said + " (" + e.getMessage() + "); run the same command again", e));
    }

    private static MillwrightException told(Kind kind, String sentence, Throwable error) {
        return switch (kind.category) {
            case SERVICE -> MillwrightException.service(sentence, error);
            case DATA -> MillwrightException.data(sentence, error);
            case CONFIGURATION -> MillwrightException.configuration(sentence, error);
        };
    }

    /** Name and message of an error and of its causes, outermost first. */
    private static List<String> texts(Throwable error) {
        List<String> texts = new ArrayList<>();
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            texts.add(cause.getClass().getName() + ": " + cause.getMessage());
        }
        return texts;
    }

    /** What the innermost error that shows it says, in one line. */
    private static String reason(List<String> texts, Kind kind) {
        String innermost = texts.stream().filter(kind::isIn).reduce("", (outer, inner) -> inner);
        String line = innermost.lines().filter(kind::isIn).findFirst().orElse(innermost);
        String plain =
                PACKAGE.matcher(NOTHING_SAID.matcher(line).replaceAll("")).replaceFirst("");
        return plain.substring(0, Math.min(plain.length(), LONGEST_REASON)).strip();
    }

    private static String object(Kind kind, String text) {
        if (kind != Kind.FORBIDDEN) {
            return place(text);
        }
        return URL.matcher(text).find() ? permission(text) + " on " + place(text) : "reading and writing there";
    }

    private static String place(String text) {
        Matcher url = URL.matcher(text);
        return url.find() ? url.group() : "the place";
    }

    /** The one AWS names, or those of what Hadoop was doing. */
    private static String permission(String text) {
        Matcher said = SAID_PERMISSION.matcher(text);
        if (said.find()) {
            return said.group(1);
        }
        Matcher operation = OPERATION.matcher(text);
        String word = operation.find() ? operation.group(1) : "";
        if (word.matches("(?i).*(delete|rename).*")) {
            return "s3:DeleteObject";
        }
        if (word.matches("(?i).*(writ|put|upload|mkdir|create|copy).*")) {
            return "s3:PutObject";
        }
        if (word.matches("(?i).*list.*")) {
            return "s3:ListBucket";
        }
        return word.matches("(?i).*(status|open|read).*")
                ? "s3:GetObject and s3:ListBucket"
                : "s3:GetObject, s3:PutObject, s3:DeleteObject and s3:ListBucket";
    }
}
