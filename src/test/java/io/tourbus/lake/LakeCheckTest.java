package io.tourbus.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

class LakeCheckTest {

    private final List<String> requestedBuckets = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"404,'Create it, or correct --set.'", "403,s3:ListBucket", "400,credentials", "301,is elsewhere."})
    void aRejectedBucketIsASettingsProblem(int status, String remedy) {
        assertThat(problems("lake", () -> answer(status)))
                .singleElement()
                .asString()
                .contains("'lake'", remedy);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503})
    void aFailingStoreIsNotASettingsProblem(int status) {
        assertThat(problems("lake", () -> answer(status))).isEmpty();
    }

    @Test
    void anUnreachableStoreIsNotASettingsProblem() {
        assertThat(problems("lake", () -> SdkClientException.create("connection refused")))
                .isEmpty();
    }

    @Test
    void eachBucketIsCheckedOnce() {
        assertThat(problems("tidy", () -> answer(404))).hasSize(2);
        assertThat(requestedBuckets).containsExactly("lake", "tidy");

        requestedBuckets.clear();
        assertThat(problems("lake", () -> answer(404))).hasSize(1);
        assertThat(requestedBuckets).containsExactly("lake");
    }

    private List<String> problems(String processed, Supplier<SdkException> failure) {
        var settings = new Settings(key -> null, key -> Optional.empty());
        Map<String, String> places = new LinkedHashMap<>();
        places.put("lake", "--set");
        places.putIfAbsent(processed, "another");
        var lake = new LakeSettings("lake", processed, false, Map.of(), new LakeLimits(1_000, 1_000), places);
        new LakeCheck(new Failing(failure), lake, LakeCheckTest::otherRegion).probe(settings);
        try {
            settings.check();
            return List.of();
        } catch (ConfigurationException e) {
            return e.problems();
        }
    }

    private static Optional<String> otherRegion(SdkException failure) {
        return Optional.of("is elsewhere.").filter(wrong -> ((S3Exception) failure).statusCode() == 301);
    }

    private static SdkException answer(int status) {
        return S3Exception.builder().statusCode(status).build();
    }

    private final class Failing implements S3Client {

        private final Supplier<SdkException> failure;

        Failing(Supplier<SdkException> failure) {
            this.failure = failure;
        }

        @Override
        public HeadBucketResponse headBucket(HeadBucketRequest request) {
            requestedBuckets.add(request.bucket());
            throw failure.get();
        }

        @Override
        public String serviceName() {
            return "s3";
        }

        @Override
        public void close() {}
    }
}
