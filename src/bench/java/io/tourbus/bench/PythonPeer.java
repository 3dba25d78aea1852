package io.tourbus.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The programs in Python: see {@code src/bench/python/peer.py}.
 *
 * @param interpreter a Python that has the libraries
 */
record PythonPeer(String interpreter) {

    static final String MISSING =
            "c and d are skipped: no python3 with httpx and boto3 was found. On Debian and Ubuntu, install the"
                    + " packages python3-httpx and python3-boto3.";

    private static final List<String> INTERPRETERS = List.of("python3", "/usr/bin/python3");

    /** Returns the first interpreter with the libraries. */
    static Optional<PythonPeer> find() throws InterruptedException {
        for (var interpreter : INTERPRETERS) {
            if (works(interpreter)) {
                return Optional.of(new PythonPeer(interpreter));
            }
        }
        return Optional.empty();
    }

    private static boolean works(String interpreter) throws InterruptedException {
        try {
            return new ProcessBuilder(interpreter, "-c", "import httpx, boto3")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    List<String> command(Candidate candidate, String rounds, Path measured) {
        var program = Path.of(System.getProperty("tourbus.home", "."), "src", "bench", "python", "peer.py");
        return List.of(interpreter, program.toString(), candidate.label(), rounds, measured.toString());
    }
}
