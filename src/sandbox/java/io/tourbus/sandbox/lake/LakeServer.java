package io.tourbus.sandbox.lake;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;

/** A simulated S3 that stores buckets as folders and objects as files. Path-style addresses only; accepts any credentials. */
public final class LakeServer implements AutoCloseable {

    private final Path folder;
    private final S3Proxy proxy;

    /** @param port 0 for any free port */
    public LakeServer(Path folder, int port) throws IOException {
        this.folder = Files.createDirectories(folder.toAbsolutePath());
        var properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", this.folder.toString());
        this.proxy = S3Proxy.builder()
                .blobStore(BlobStores.create("filesystem-nio2", properties))
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .awsAuthentication(AuthenticationType.NONE, null, null)
                .build();
        try {
            proxy.start();
        } catch (Exception e) {
            throw new IOException("Cannot start the simulated S3 on port %d: %s".formatted(port, e.getMessage()), e);
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + proxy.getPort());
    }

    public void createBucket(String name) throws IOException {
        Files.createDirectories(folder.resolve(name));
    }

    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot stop the simulated S3.", e);
        }
    }
}
