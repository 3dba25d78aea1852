package io.tourbus.deadletter;

import io.tourbus.deadletter.Reprocessor.ReprocessedObject;
import io.tourbus.lake.Manifest;
import java.time.Instant;

/** The progress of reprocessing one run. Not thread-safe. */
public final class ReprocessProgress {

    private final Manifest manifest;
    private int objects;
    private int different;
    private long records;
    private long rejected;
    private long later;
    private long streamed;

    ReprocessProgress(Manifest manifest) {
        this.manifest = manifest;
    }

    Manifest manifest() {
        return manifest;
    }

    public String runId() {
        return manifest.runId();
    }

    Instant started() {
        return Instant.parse(manifest.report().path("started_at").asText());
    }

    void rebuilt(ReprocessedObject remade) {
        objects++;
        different += remade.changed() ? 1 : 0;
        records += remade.batch().normalized().size();
        rejected += remade.batch().rejects().size();
    }

    void streamed(int sent, int leftToLaterRuns) {
        streamed += sent;
        later += leftToLaterRuns;
    }

    /** The number of raw objects that were read. */
    public int objects() {
        return objects;
    }

    /** The number of raw objects whose records differ from those in the lake. */
    public int different() {
        return different;
    }

    public long records() {
        return records;
    }

    /** The number of entities that are still rejected. */
    public long rejected() {
        return rejected;
    }

    /** The number of changed records that are not sent to the stream, because a later run has sent newer ones. */
    public long later() {
        return later;
    }

    public long streamed() {
        return streamed;
    }
}
