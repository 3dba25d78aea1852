package io.tourbus;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A test against the sandbox, which the subclass opens and this class closes. */
abstract class SandboxTest {

    @TempDir
    Path folder;

    SandboxBus sandbox;

    @AfterEach
    void closeSandbox() {
        if (sandbox != null) {
            sandbox.close();
        }
    }
}
