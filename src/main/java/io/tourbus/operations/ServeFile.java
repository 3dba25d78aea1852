package io.tourbus.operations;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tourbus.state.db.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * How commands of the same user reach a process that serves: a file in the state folder, which only this user can read.
 *
 * @param address {@code null} if its HTTP server is disabled
 * @param key accepted only by that process, on a loopback address
 */
public record ServeFile(
        @JsonProperty("address") String address,
        @JsonProperty("key") String key,
        @JsonProperty("pid") long pid) {

    private static final String NAME = "serve.json";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Replaces the file of an earlier process. */
    public void write(Path folder) throws IOException {
        var draft = folder.resolve(NAME + ".tmp");
        PrivateFiles.createFolders(folder);
        PrivateFiles.createFile(draft);
        MAPPER.writeValue(draft.toFile(), this);
        Files.move(draft, folder.resolve(NAME), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes the file, unless another process has replaced it. */
    public void delete(Path folder) throws IOException {
        if (read(folder).filter(this::equals).isPresent()) {
            Files.deleteIfExists(folder.resolve(NAME));
        }
    }

    /** Empty if there is none, or it is not readable. */
    public static Optional<ServeFile> read(Path folder) {
        try {
            return Optional.of(MAPPER.readValue(folder.resolve(NAME).toFile(), ServeFile.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether the process still exists. */
    boolean alive() {
        return ProcessHandle.of(pid).isPresent();
    }

    @Override
    public String toString() {
        return "ServeFile[address=%s, key=***, pid=%d]".formatted(address, pid);
    }
}
