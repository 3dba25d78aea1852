package io.tourbus.testing;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A test against the sandbox, which the subclass opens and this class closes. */
public abstract class SandboxTest {

    @TempDir
    public Path folder;

    public SandboxContext sandbox;

    @AfterEach
    void closeSandbox() {
        if (sandbox != null) {
            sandbox.close();
        }
    }
}
