package io.tourbus.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tourbus.job.JobRunningException;
import io.tourbus.operations.NotFoundException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

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
     * @param status {@code running}, {@code done} or {@code failed}
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

    private record Task(String operation, boolean running, Optional<Object> result, Optional<Exception> failure) {}

    private final Executor executor;
    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private int last;

    Tasks(Executor executor) {
        this.executor = executor;
    }

    /** @throws JobRunningException if the same operation is running */
    synchronized Accepted start(String operation, Supplier<?> work) {
        if (tasks.values().stream()
                .anyMatch(task -> task.running() && task.operation().equals(operation))) {
            throw new JobRunningException("%s is running already. Try again after it has ended.".formatted(operation));
        }
        var id = String.valueOf(++last);
        tasks.put(id, new Task(operation, true, Optional.empty(), Optional.empty()));
        forget();
        executor.execute(() -> end(id, operation, work));
        return new Accepted(id, "/api/tasks/" + id);
    }

    private void end(String id, String operation, Supplier<?> work) {
        Task ended;
        try {
            ended = new Task(operation, false, Optional.of(work.get()), Optional.empty());
        } catch (RuntimeException e) {
            ended = new Task(operation, false, Optional.empty(), Optional.of(e));
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
     * @param trusted whether the caller may see messages of libraries
     * @throws NotFoundException if there is no such task
     */
    synchronized View find(String id, boolean trusted) {
        var task = Optional.ofNullable(tasks.get(id))
                .orElseThrow(() -> new NotFoundException("There is no such task, or it ended long ago."));
        var status = task.running() ? "running" : task.failure().isPresent() ? "failed" : "done";
        var problem = task.failure().map(RequestFailure::of);
        var error = trusted ? task.failure().map(Exception::getMessage) : problem.map(RequestFailure::message);
        return new View(
                id,
                task.operation(),
                status,
                task.result().orElse(null),
                problem.map(RequestFailure::status).orElse(null),
                error.orElse(null));
    }
}
