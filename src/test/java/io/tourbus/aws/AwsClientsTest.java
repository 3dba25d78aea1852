package io.tourbus.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.settings.Settings;
import io.tourbus.settings.SettingsTable;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.S3Exception;

class AwsClientsTest {

    @ParameterizedTest
    @CsvSource({
        "AWS_REGION, AWS_REGION",
        "command line, tourbus.aws.region (set on the command line)",
        "app.properties, tourbus.aws.region (set in app.properties)",
        ", tourbus.aws.region"
    })
    void aWrongRegionIsCorrectedWhereItIsSet(String origin, String place) {
        var settings = new Settings(key -> SettingsTable.get(key).defaultValue(), key -> Optional.ofNullable(origin));

        try (var clients = new AwsClients(settings)) {
            assertThat(clients.otherRegion(S3Exception.builder().statusCode(301).build()))
                    .hasValue("is not in the region us-east-1. Correct %s.".formatted(place));
        }
    }
}
