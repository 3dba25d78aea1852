package io.tourbus;

import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;

/** Clients for routes whose sinks are mocked. */
final class SilentAws {

    private SilentAws() {}

    /** An S3 that has every bucket: the component asks for its own when it starts. */
    static final class Lake implements S3Client {
        @Override
        public HeadBucketResponse headBucket(HeadBucketRequest request) {
            return HeadBucketResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return "s3";
        }

        @Override
        public void close() {}
    }

    static final class Stream implements KinesisClient {
        @Override
        public String serviceName() {
            return "kinesis";
        }

        @Override
        public void close() {}
    }
}
