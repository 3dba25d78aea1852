package io.tourbus.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A handler in a separate process, in the AWS runtime interface client. */
final class LambdaFunction implements AutoCloseable {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(15);

    private final RuntimeApi api = new RuntimeApi();
    private final Path log;
    private final Process process;

    /**
     * @param java the command up to the class path of the function, which includes the runtime interface client
     * @param folder the folder for the log file
     */
    LambdaFunction(Class<?> handler, List<String> java, Path folder, Map<String, String> environment)
            throws IOException {
        log = Files.createTempFile(folder, "function", ".log");
        List<String> command = new ArrayList<>(java);
        command.add("com.amazonaws.services.lambda.runtime.api.client.AWSLambda");
        command.add(handler.getName() + "::handleRequest");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.address());
        builder.environment().put("AWS_LAMBDA_FUNCTION_NAME", "tourbus");
        builder.environment().put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        builder.environment().put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024");
        builder.environment().put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/tourbus");
        builder.environment().put("AWS_LAMBDA_LOG_STREAM_NAME", "local");
        process = builder.start();
    }

    JsonNode invoke(String event) throws IOException, InterruptedException {
        return invoke(event, DEFAULT_TIMEOUT);
    }

    /** @param timeout the remaining time that the function sees */
    JsonNode invoke(String event, Duration timeout) throws IOException, InterruptedException {
        try {
            return api.invoke(event, timeout);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(Files.readString(log), e);
        }
    }

    void awaitReady() throws InterruptedException {
        api.awaitReady();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    boolean restored() {
        return api.restored();
    }

    /** Stops it like Lambda, which kills a function after two seconds. */
    boolean endsInTime() throws InterruptedException {
        process.destroy();
        return process.waitFor(2, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        api.close();
    }
}
