package io.tourbus.redshift;

import io.tourbus.settings.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The settings {@code tourbus.redshift.*}.
 *
 * @param manifests where lists of objects are written; empty for the bucket of the lake
 * @param role ARN of the role with which Redshift reads S3, Glue and Kinesis
 */
record RedshiftSettings(
        Target target,
        Source source,
        Optional<String> role,
        Optional<String> stream,
        Optional<String> manifests,
        Duration timeout) {

    /** What is loaded. */
    enum Source {
        /** The Iceberg tables in AWS Glue. */
        TABLES,
        /** The objects of the lake. */
        LAKE
    }

    /**
     * Where the statements run: a workgroup, a cluster or a JDBC URL.
     *
     * @param user database user; empty for the identity of the AWS credentials
     * @param secret ARN of the secret with user and password
     */
    record Target(
            Optional<String> workgroup,
            Optional<String> cluster,
            Optional<String> url,
            String database,
            Optional<String> user,
            Optional<String> password,
            Optional<String> secret) {

        @Override
        public String toString() {
            return "Target[***]";
        }
    }

    private static final String PREFIX = "tourbus.redshift.";
    private static final String WORKGROUP = PREFIX + "workgroup";
    private static final String CLUSTER = PREFIX + "cluster";
    private static final String URL = PREFIX + "url";
    private static final String ROLE = PREFIX + "role-arn";
    private static final String STREAM = PREFIX + "stream";
    private static final String MANIFESTS = PREFIX + "manifests";

    // These values become part of SQL.
    private static final Pattern ROLE_ARN = Pattern.compile("arn:[a-z-]+:iam::[0-9]{12}:role/[\\w+=,.@/-]+");
    private static final Pattern STREAM_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
    private static final Pattern S3_PREFIX = Pattern.compile("s3://[a-z0-9][a-z0-9.-]+(/[\\w!.*()-]+)*/?");

    static RedshiftSettings read(Settings settings) {
        settings.validate(PREFIX);
        var target = new Target(
                settings.text(WORKGROUP),
                settings.text(CLUSTER),
                settings.text(URL),
                settings.required(PREFIX + "database"),
                settings.text(PREFIX + "user"),
                settings.text(PREFIX + "password"),
                settings.text(PREFIX + "secret-arn"));
        target.url()
                .filter(url -> !url.startsWith("jdbc:"))
                .ifPresent(url -> settings.invalid(URL, url, "a JDBC URL such as jdbc:redshift://host:5439/dev"));
        require(settings, ROLE, ROLE_ARN, "the ARN of an IAM role such as arn:aws:iam::123456789012:role/redshift");
        require(settings, STREAM, STREAM_NAME, "the name of a Kinesis stream");
        require(settings, MANIFESTS, S3_PREFIX, "s3://bucket/prefix");
        return new RedshiftSettings(
                target,
                settings.choice(PREFIX + "source", Source.class),
                settings.text(ROLE),
                settings.text(STREAM),
                settings.text(MANIFESTS).map(location -> location.replaceFirst("/$", "")),
                Duration.ofMinutes(settings.number(PREFIX + "timeout-minutes")));
    }

    private static void require(Settings settings, String key, Pattern pattern, String expected) {
        settings.text(key)
                .filter(value -> !pattern.matcher(value).matches())
                .ifPresent(value -> settings.invalid(key, value, expected));
    }

    /** Reports a problem unless exactly one target is set. */
    void requireTarget(Settings settings) {
        var set = Stream.of(WORKGROUP, CLUSTER, URL)
                .filter(key -> settings.text(key).isPresent())
                .map(settings::name)
                .toList();
        if (set.isEmpty()) {
            settings.invalid(
                    WORKGROUP, "", "the name of a Serverless workgroup, or set %s or %s".formatted(CLUSTER, URL));
        } else if (set.size() > 1) {
            settings.problem("%s are set. Set only one of them.".formatted(String.join(" and ", set)));
        }
    }

    /** Reports a problem if there is no role. */
    void requireRole(Settings settings) {
        if (role.isEmpty()) {
            settings.invalid(ROLE, "", "the ARN of the IAM role with which Redshift reads S3, Glue and Kinesis");
        }
    }
}
