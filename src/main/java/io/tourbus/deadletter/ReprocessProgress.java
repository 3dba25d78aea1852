package io.tourbus.deadletter;

import io.tourbus.deadletter.Reprocessor.ReprocessedObject;
import io.tourbus.lake.Manifest;
import java.time.Instant;

/** A run whose records are made anew, and how far that has come. For one thread. */
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

    /** How many raw objects were read. */
    public int objects() {
        return objects;
    }

    /** Of how many of them the records differ from those that lay in the lake. */
    public int different() {
        return different;
    }

    public long records() {
        return records;
    }

    /** Entities that still cannot become records. */
    public long rejected() {
        return rejected;
    }

    /** Records that differ, and that the stream did not get: a later run has brought them since. */
    public long later() {
        return later;
    }

    public long streamed() {
        return streamed;
    }
}
