package io.tourbus.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tourbus.job.JobRunningException;
import io.tourbus.operations.NotFoundException;
import io.tourbus.operations.Operations;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Work that the API has started, other than runs. It remembers the last results until the process ends. */
final class Tasks {

    private static final int REMEMBERED = 100;

    /** The body of a request that started a task. */
    public record Accepted(
            @JsonProperty("task_id") String taskId,
            @JsonProperty("address") String address) {}

    /**
     * A task.
     *
     * @param status {@code running}, {@code stopping} after it was cancelled, {@code done} or {@code failed}
     * @param result null unless it is done
     * @param code the HTTP status for the failure; null unless it failed
     * @param error null unless it failed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record View(
            @JsonProperty("task_id") String taskId,
            @JsonProperty("operation") String operation,
            @JsonProperty("status") String status,
            @JsonProperty("result") Object result,
            @JsonProperty("code") Integer code,
            @JsonProperty("error") String error) {}

    private record Task(
            String operation,
            Operations operations,
            String status,
            Optional<Object> result,
            Optional<Exception> failure) {

        Task with(String next, Optional<Object> value, Optional<Exception> problem) {
            return new Task(operation, operations, next, value, problem);
        }

        boolean running() {
            return result.isEmpty() && failure.isEmpty();
        }
    }

    private final Executor executor;
    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private int last;

    Tasks(Executor executor) {
        this.executor = executor;
    }

    /**
     * @param operations for this task only
     * @throws JobRunningException if the same operation is running
     */
    synchronized Accepted start(String operation, Operations operations, Function<Operations, ?> work) {
        if (tasks.values().stream()
                .anyMatch(task -> task.running() && task.operation().equals(operation))) {
            throw new JobRunningException("%s is running already. Try again after it has ended.".formatted(operation));
        }
        var id = String.valueOf(++last);
        var task = new Task(operation, operations, "running", Optional.empty(), Optional.empty());
        tasks.put(id, task);
        forget();
        executor.execute(() -> execute(id, task, work));
        return new Accepted(id, "/api/tasks/" + id);
    }

    private void execute(String id, Task task, Function<Operations, ?> work) {
        Task ended;
        try {
            ended = task.with("done", Optional.of(work.apply(task.operations())), Optional.empty());
        } catch (RuntimeException e) {
            ended = task.with("failed", Optional.empty(), Optional.of(e));
        }
        synchronized (this) {
            tasks.put(id, ended);
        }
    }

    private void forget() {
        Iterator<Task> oldest = tasks.values().iterator();
        while (tasks.size() > REMEMBERED && oldest.hasNext()) {
            if (!oldest.next().running()) {
                oldest.remove();
            }
        }
    }

    /**
     * Cancels a task. It finishes the object that it processes. A task that has ended stays as it is.
     *
     * @throws NotFoundException if there is no such task
     */
    synchronized void cancel(String id) {
        var task = get(id);
        if (task.running()) {
            task.operations().interrupt();
            tasks.put(id, task.with("stopping", task.result(), task.failure()));
        }
    }

    private Task get(String id) {
        return Optional.ofNullable(tasks.get(id))
                .orElseThrow(() -> new NotFoundException("There is no such task, or it ended long ago."));
    }

    /**
     * @param trusted whether the caller may see messages of libraries
     * @throws NotFoundException if there is no such task
     */
    synchronized View find(String id, boolean trusted) {
        var task = get(id);
        var problem = task.failure().map(RequestFailure::of);
        var error = trusted ? task.failure().map(Exception::getMessage) : problem.map(RequestFailure::message);
        return new View(
                id,
                task.operation(),
                task.status(),
                task.result().orElse(null),
                problem.map(RequestFailure::status).orElse(null),
                error.orElse(null));
    }
}
