package io.tourbus.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.testing.Settled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LakeSettingsTest {

    @Test
    void theDefaultsAreValid() {
        var settings = Settled.with();

        assertThat(LakeSettings.read(settings).processedBucket()).isEqualTo("concert-data-raw");
        settings.check();
    }

    @Test
    void aTagValueCanBeEmptyOrContainAnEqualsSign() {
        var settings = Settled.with("tourbus.lake.tags", "team=data, cost center=a=b, bare=, größe=groß");

        var tags = LakeSettings.read(settings).tags();

        settings.check();
        assertThat(tags)
                .containsEntry("team", "data")
                .containsEntry("cost center", "a=b")
                .containsEntry("bare", "")
                .containsEntry("größe", "groß");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"team", "=data", "aws:team=data", "team=<data>", "a=1,a=2", "1=,2=,3=,4=,5=,6=,7=,8=,9=,a=,b="})
    void invalidTagsAreReported(String tags) {
        var settings = Settled.with("tourbus.lake.tags", tags);
        LakeSettings.read(settings);

        assertThatThrownBy(settings::check).hasMessageMatching("tourbus.lake.tags (is not valid|contains).*");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tourbus.lake.encryption|AES256||tourbus.lake.encryption is not valid: 'AES256'. Use one of none, s3, kms.",
                "tourbus.lake.encryption|kms||tourbus.lake.kms-key-id is blank, but tourbus.lake.encryption is kms. Set a key",
                "tourbus.lake.encryption|s3|key|tourbus.lake.kms-key-id requires that tourbus.lake.encryption is kms, not 's3'. Set",
                "tourbus.lake.storage-class|GLACIER||tourbus.lake.storage-class is not valid: 'GLACIER'. Use one of STANDARD, "
            })
    void invalidSettingsAreReportedInOneLine(String name, String value, String kmsKey, String problem) {
        var settings = Settled.with(name, value, "tourbus.lake.kms-key-id", kmsKey == null ? "" : kmsKey);
        LakeSettings.read(settings);

        assertThatThrownBy(settings::check).hasMessageStartingWith(problem).hasMessageNotContaining("\n");
    }
}
