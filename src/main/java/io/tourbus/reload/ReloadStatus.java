package io.tourbus.reload;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The edits that Tourbus refused, until a good edit arrives. */
public final class ReloadStatus {

    private volatile List<Refusal> refused = List.of();
    private volatile List<String> failures = List.of();

    /**
     * An edit that is not applied.
     *
     * @param file the name of the file, without its folder if it contains routes
     * @param line 0 if the reason concerns the whole file
     * @param since when Tourbus refused it
     */
    public record Refusal(
            @JsonProperty("file") String file,
            @JsonProperty("line") int line,
            @JsonProperty("reason") String reason,
            @JsonProperty("since") String since) {

        @Override
        public String toString() {
            return "%s%s: %s".formatted(file, line == 0 ? "" : " line " + line, reason);
        }
    }

    /**
     * What {@code /api/reload} returns.
     *
     * @param failures after a swap that failed: routes that do not run although they should
     */
    public record View(
            @JsonProperty("refused") List<Refusal> refused,
            @JsonProperty("failures") List<String> failures) {}

    public List<Refusal> refused() {
        return refused;
    }

    public List<String> failures() {
        return failures;
    }

    public View view() {
        return new View(refused, failures);
    }

    void update(List<Refusal> edits) {
        refused = List.copyOf(edits);
    }

    /** Only a restart ends this. */
    void failed(String failure) {
        failures = List.of(failure);
    }
}
