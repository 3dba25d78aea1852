package io.tourbus.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.state.State;
import io.tourbus.state.db.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Tourbus writes can be read only by its user, and its temporary files do not remain. */
class PrivateFilesTest {

    @TempDir
    private Path temp;

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void theStateIsPrivate() throws IOException {
        var folder = temp.resolve("a/data");
        var zip = temp.resolve("copy.zip");
        try (var state = State.open("jdbc:h2:file:" + folder.resolve("state"), "", "")) {
            assertThat(permissions(folder.resolve("state.mv.db"))).isEqualTo("rw-------");
            state.backUp(zip);
        }

        assertThat(permissions(folder)).isEqualTo("rwx------");
        assertThat(permissions(folder.getParent())).isEqualTo("rwx------");
        assertThat(permissions(folder.resolve("state.mv.db"))).isEqualTo("rw-------");
        assertThat(permissions(zip)).isEqualTo("rw-------");
    }

    @Test
    void newFilesArePrivateAndExistingFoldersStayAsTheyAre() throws IOException {
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-x---"));
        var existing = Files.createFile(temp.resolve("old"));
        Files.setPosixFilePermissions(existing, PosixFilePermissions.fromString("rw-r--r--"));

        PrivateFiles.createFolders(temp.resolve("x/y"));
        PrivateFiles.createFile(temp.resolve("x/y/new"));
        PrivateFiles.createFile(existing);

        assertThat(permissions(temp)).isEqualTo("rwxr-x---");
        assertThat(permissions(temp.resolve("x/y"))).isEqualTo("rwx------");
        assertThat(permissions(temp.resolve("x/y/new"))).isEqualTo("rw-------");
        assertThat(permissions(existing)).isEqualTo("rw-------");
    }

    @Test
    void temporaryFilesOfAKilledProcessAreDeleted() throws Exception {
        var ended = new ProcessBuilder("true").start();
        assertThat(ended.waitFor()).isZero();
        var left = temp.resolve("tmp/" + ended.pid() + "/vertx-cache-1/page");
        Files.createDirectories(left.getParent());
        Files.createFile(left);
        var parent = ProcessHandle.current().parent().orElseThrow().pid();
        var used = Files.createDirectories(temp.resolve("tmp/" + parent));

        try (var folder = TemporaryFolder.open(temp)) {
            assertThat(permissions(folder.path())).isEqualTo("rwx------");
            assertThat(temp.resolve("tmp")).isDirectoryNotContaining("glob:**/" + ended.pid());
            assertThat(used).exists();
        }
        assertThat(temp.resolve("tmp"))
                .isDirectoryNotContaining("glob:**/" + ProcessHandle.current().pid());
    }
}
