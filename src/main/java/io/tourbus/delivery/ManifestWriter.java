package io.tourbus.delivery;

import io.tourbus.lake.LakeObject;
import io.tourbus.lake.Manifest;
import io.tourbus.model.Batch;
import io.tourbus.run.ErrorMessages;
import io.tourbus.run.LockLostException;
import io.tourbus.run.Run;
import io.tourbus.run.RunReport;
import io.tourbus.state.DeadLetterRepository;
import io.tourbus.state.DeadLetterRepository.StoredDeadLetter;
import io.tourbus.state.LandedObjects;
import io.tourbus.state.State;
import io.tourbus.state.db.StateException;
import java.time.Clock;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records the objects that a run writes to the lake, and builds the manifest of the run. */
public final class ManifestWriter {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.run");

    private final LandedObjects objects;
    private final DeadLetterRepository deadLetters;
    private final String bucket;
    private final String version;
    private final Clock clock;

    /**
     * @param bucket of the manifests
     * @param version the version of Tourbus
     */
    public ManifestWriter(State state, String bucket, String version, Clock clock) {
        this.objects = state.landedObjects();
        this.deadLetters = state.deadLetters();
        this.bucket = bucket;
        this.version = version;
        this.clock = clock;
    }

    /** Records an object that the lake accepted. */
    public void recordObject(@Variable("run") Run run, @Variable("lakeObject") LakeObject object) {
        objects.put(run.id(), object.landed(), clock.instant());
    }

    /**
     * The manifest of a run that has ended.
     *
     * @throws LockLostException if the run continues in another process
     */
    public LakeObject build(@Variable("run") Run run, @Variable("report") RunReport report) {
        run.requireLock();
        return Manifest.of(run.id(), version, report, objects.find(run.id()), run.vanished())
                .in(bucket);
    }

    /** A manifest supplement for an object that was redelivered, so that verification finds it. */
    public LakeObject supplement(
            @Variable("chunk") List<StoredDeadLetter> chunk, @Variable("lakeObject") LakeObject object) {
        var stored = chunk.get(0);
        return new Manifest.Patch(stored.letter().runId(), version, "letter-" + stored.id(), List.of(object.landed()))
                .in(bucket);
    }

    /** A manifest supplement for the records that were rebuilt from a raw object. */
    public LakeObject reprocessed(@Variable("batch") Batch batch, @Variable("lakeObject") LakeObject object) {
        return new Manifest.Patch(batch.runId(), version, "reprocessed-" + batch.slice(), List.of(object.landed()))
                .in(bucket);
    }

    /**
     * The report of a run whose manifest could not be written: its objects cannot be verified until then. The manifest becomes a
     * dead letter, unless the run is resumed and writes it again.
     */
    public RunReport writeFailed(
            @Variable("run") Run run,
            @Variable("report") RunReport report,
            @ExchangeProperty(Exchange.FAILURE_ENDPOINT) String endpoint,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
        var reason = ErrorMessages.describe(failure, endpoint);
        LOG.error("no manifest run={} reason={}", report.runId(), reason);
        if (failure instanceof LockLostException || run.isResumable(report.status()) || !keep(run, report, reason)) {
            return report.withMissingData("no manifest: " + reason);
        }
        return report.withMissingData("no manifest: %s (kept as a dead letter)".formatted(reason));
    }

    private boolean keep(Run run, RunReport report, String reason) {
        try {
            deadLetters.add(List.of(build(run, report).deadLetter(run.id(), reason, clock.instant())));
            return true;
        } catch (StateException | LockLostException e) {
            LOG.error("manifest not kept as a dead letter run={} reason={}", run.id(), e.getMessage());
            return false;
        }
    }
}
