package io.tourbus.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code share-classes} of the distribution. It starts all of Tourbus, so what breaks the start breaks it, too. */
@Tag("distribution")
@Tag("slow")
class ShareClassesIT {

    @TempDir
    private Path folder;

    @Test
    void theArchivesOfClassesAreCreated() throws Exception {
        var distribution = Distribution.unpack(Path.of("target"), folder);
        distribution.shareClasses();

        assertThat(distribution.archives())
                .hasSize(2)
                .allSatisfy(archive -> assertThat(archive).isNotEmptyFile());
    }
}
