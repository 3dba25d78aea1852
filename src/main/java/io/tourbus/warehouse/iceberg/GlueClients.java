package io.tourbus.warehouse.iceberg;

import io.tourbus.aws.AwsClients;
import java.util.Map;
import org.apache.iceberg.aws.AwsClientFactory;
import org.apache.iceberg.aws.AwsClientProperties;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The clients of the Glue catalog, which Iceberg creates by name. Iceberg's own factory needs another HTTP client than the rest of
 * Tourbus.
 */
public final class GlueClients implements AwsClientFactory {

    private Region region;

    @Override
    public void initialize(Map<String, String> properties) {
        region = Region.of(properties.get(AwsClientProperties.CLIENT_REGION));
    }

    @Override
    public S3Client s3() {
        return S3Client.builder()
                .region(region)
                .forcePathStyle(AwsClients.endpointOverride("S3"))
                .build();
    }

    @Override
    public S3AsyncClient s3Async() {
        throw new UnsupportedOperationException("Files are read with the synchronous client.");
    }

    @Override
    public GlueClient glue() {
        return GlueClient.builder().region(region).build();
    }

    @Override
    public KmsClient kms() {
        throw new UnsupportedOperationException("The tables are not encrypted by Iceberg.");
    }

    @Override
    public DynamoDbClient dynamo() {
        throw new UnsupportedOperationException("Commits do not use locks of DynamoDB.");
    }
}
