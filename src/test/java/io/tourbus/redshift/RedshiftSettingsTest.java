package io.tourbus.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.redshift.RedshiftSettings.Source;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.Settings;
import io.tourbus.testing.Settled;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedshiftSettingsTest {

    private static final Path HOME = Path.of("");
    private static final String ROLE = "tourbus.redshift.role-arn=arn:aws:iam::123456789012:role/redshift";

    /** @param set key=value */
    private static Settings with(String... set) {
        return Settled.with(Arrays.stream(set)
                .flatMap(one -> Arrays.stream(one.split("=", 2)))
                .toArray(String[]::new));
    }

    private static List<String> problems(String... set) {
        var settings = with(set);
        var redshift = RedshiftSettings.read(settings);
        redshift.requireTarget(settings);
        redshift.requireRole(settings);
        return settings.problems();
    }

    @Test
    void aWorkgroupAndARoleAreEnough() {
        Settings settings = with(ROLE, "tourbus.redshift.workgroup=concerts");
        var redshift = RedshiftSettings.read(settings);

        assertThat(problems(ROLE, "tourbus.redshift.workgroup=concerts")).isEmpty();
        assertThat(redshift.source()).isEqualTo(Source.TABLES);
        assertThat(redshift.target().database()).isEqualTo("dev");
        assertThat(redshift.stream()).isEmpty();
    }

    @Test
    void missingSettingsAreOneLineEach() {
        assertThat(problems())
                .hasSize(2)
                .satisfiesExactly(
                        target -> assertThat(target)
                                .contains("tourbus.redshift.workgroup is blank or missing")
                                .endsWith("or set tourbus.redshift.cluster or tourbus.redshift.url."),
                        role -> assertThat(role).contains("tourbus.redshift.role-arn is blank or missing"));
    }

    @Test
    void onlyOneTargetCanBeSet() {
        assertThat(problems(ROLE, "tourbus.redshift.workgroup=a", "tourbus.redshift.cluster=b"))
                .containsExactly(
                        "tourbus.redshift.workgroup and tourbus.redshift.cluster are set. Set only one of them.");
    }

    /** These values become part of SQL. */
    @Test
    void valuesThatWouldChangeTheSqlAreRefused() {
        assertThat(problems(
                        "tourbus.redshift.workgroup=a",
                        "tourbus.redshift.role-arn=arn:aws:iam::123456789012:role/x'; DROP TABLE y",
                        "tourbus.redshift.stream=a\"b",
                        "tourbus.redshift.manifests=s3://bucket/'x"))
                .hasSize(3)
                .allMatch(problem -> problem.contains("is not valid"));
    }

    @Test
    void thePlanHasTheValuesAndNeedsNoTarget() {
        var plan = Redshift.plan(with(ROLE, "tourbus.redshift.stream=concerts"), HOME);

        assertThat(plan)
                .contains("IAM_ROLE 'arn:aws:iam::123456789012:role/redshift'", "FROM concert_stream.\"concerts\"")
                .contains("CREATE EXTERNAL SCHEMA IF NOT EXISTS concert_lake", "REFRESH MATERIALIZED VIEW")
                .contains("BEGIN;\n\n-- 01-tables.sql\n", "-- 20-merge.sql")
                .doesNotContain("${", "-- 12-copy-loads.sql");
    }

    @Test
    void thePlanOfALoadFromTheLakeCopiesManifests() {
        var plan = Redshift.plan(with(ROLE, "tourbus.redshift.source=lake", "tourbus.lake.bucket=concerts"), HOME);

        assertThat(plan)
                .containsPattern(
                        "FROM 's3://concerts/warehouse/redshift/\\d{8}T\\d{6}Z-[0-9a-f]{4}/artists\\.manifest'")
                .doesNotContain("concert_lake", "${", "REFRESH");
    }

    @Test
    void thePasswordIsNotShown() {
        var settings = with("tourbus.redshift.url=jdbc:nothing://host/dev", "tourbus.redshift.password=geheim", ROLE);
        var target = RedshiftSettings.read(settings).target();

        assertThat(target.toString()).doesNotContain("geheim");
        assertThatThrownBy(() -> Redshift.toRead(settings, HOME).status(1))
                .isInstanceOf(RedshiftException.class)
                .hasMessageStartingWith("There is no JDBC driver for tourbus.redshift.url.")
                .hasMessageNotContaining("geheim");
    }

    @Test
    void aPlanWithoutARoleNamesTheSetting() {
        assertThatThrownBy(() -> Redshift.plan(with(), HOME))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("tourbus.redshift.role-arn is blank or missing");
    }
}
