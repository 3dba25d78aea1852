package io.tourbus.lake;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/**
 * Adds what {@code aws2-s3} has no options for to each PutObject request: the tags of the settings, and the SHA-256 of the
 * metadata as checksum. S3 rejects content that does not match the checksum, and stores the checksum with the object.
 */
final class PutTagInterceptor implements ExecutionInterceptor {

    private final List<Tag> tags;

    PutTagInterceptor(Map<String, String> tags) {
        this.tags = tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        return context.request() instanceof PutObjectRequest put ? withTagsAndChecksum(put) : context.request();
    }

    private PutObjectRequest withTagsAndChecksum(PutObjectRequest put) {
        var builder = put.toBuilder();
        if (!tags.isEmpty()) {
            builder.tagging(Tagging.builder().tagSet(tags).build());
        }
        var sha256 = put.metadata().get(LakeObject.SHA_256);
        if (sha256 != null) {
            builder.checksumSHA256(
                    Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256)));
        }
        return builder.build();
    }
}
