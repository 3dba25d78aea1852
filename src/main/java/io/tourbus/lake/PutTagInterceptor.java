package io.tourbus.lake;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/**
 * Adds what {@code aws2-s3} has no options for to each PutObject request: the tags of the settings, and the SHA-256 of the
 * metadata as checksum. S3 rejects content that does not match the checksum, and stores the checksum with the object. If the
 * checksum in the response differs, or the MD5 in the ETag of a store that returns no checksum, the put has failed.
 */
final class PutTagInterceptor implements ExecutionInterceptor {

    private static final Pattern MD5 = Pattern.compile("\"?[0-9a-fA-F]{32}\"?");

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

    @Override
    public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes attributes) {
        if (context.request() instanceof PutObjectRequest put
                && put.checksumSHA256() != null
                && context.response() instanceof PutObjectResponse stored) {
            if (stored.checksumSHA256() != null) {
                compare(put, put.checksumSHA256(), stored.checksumSHA256());
            } else if (isMd5(stored)) {
                context.requestBody()
                        .ifPresent(body -> compare(put, md5(body), stored.eTag().replace("\"", "")));
            }
        }
        return context.response();
    }

    private static void compare(PutObjectRequest put, String sent, String stored) {
        if (!sent.equalsIgnoreCase(stored)) {
            throw RetryableException.create("s3://%s/%s was stored with the checksum %s instead of %s."
                    .formatted(put.bucket(), put.key(), stored, sent));
        }
    }

    /** Whether the ETag is the MD5 of the content: not if the object is encrypted with a key of KMS or of the client. */
    private static boolean isMd5(PutObjectResponse stored) {
        return stored.eTag() != null
                && MD5.matcher(stored.eTag()).matches()
                && stored.ssekmsKeyId() == null
                && stored.sseCustomerAlgorithm() == null
                && (stored.serverSideEncryption() == null
                        || stored.serverSideEncryption() == ServerSideEncryption.AES256);
    }

    private static String md5(RequestBody body) {
        try (var content = body.contentStreamProvider().newStream()) {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content.readAllBytes()));
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("cannot calculate the MD5 of an object", e);
        }
    }
}
