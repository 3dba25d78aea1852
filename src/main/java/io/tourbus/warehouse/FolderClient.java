package io.tourbus.warehouse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Reads a copy of a bucket from a local folder. The names of buckets have no effect. */
record FolderClient(Path folder) implements S3Client {

    @Override
    public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
        var prefix = request.prefix();
        var start = folder.resolve(prefix.substring(0, prefix.lastIndexOf('/') + 1));
        return ListObjectsV2Response.builder()
                .contents(Files.isDirectory(start) ? objects(start, prefix) : List.of())
                .isTruncated(false)
                .build();
    }

    private List<S3Object> objects(Path start, String prefix) {
        try (Stream<Path> files = Files.walk(start)) {
            return files.filter(Files::isRegularFile)
                    .map(this::object)
                    .filter(object -> object.key().startsWith(prefix))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private S3Object object(Path file) {
        try {
            return S3Object.builder()
                    .key(folder.relativize(file).toString().replace('\\', '/'))
                    .eTag(Files.size(file) + "-"
                            + Files.getLastModifiedTime(file).toMillis())
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
        var file = folder.resolve(request.key()).normalize();
        if (!file.startsWith(folder.normalize())) {
            throw SdkClientException.create("the key is outside the folder");
        }
        try (var in = Files.newInputStream(file)) {
            return transformer.transform(GetObjectResponse.builder().build(), AbortableInputStream.create(in));
        } catch (NoSuchFileException e) {
            throw NoSuchKeyException.builder().message("missing").build();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw SdkClientException.create(e.getMessage(), e);
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
