package io.tourbus.run;

import io.tourbus.job.Job;
import io.tourbus.model.Sha256;
import io.tourbus.run.RunManager.Reader;
import io.tourbus.state.RunRepository.KnownRun;
import io.tourbus.state.RunRepository.RunFingerprint;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Computes the fingerprint of a run's options. An unfinished run is resumed only if its fingerprint is the same. */
final class RunFingerprints {

    private final Map<String, Reader> readers;
    private final Supplier<RunSettings> settings;

    /** @param readers by source, sorted */
    RunFingerprints(Map<String, Reader> readers, Supplier<RunSettings> settings) {
        this.readers = readers;
        this.settings = settings;
    }

    RunFingerprint current(Job job) {
        return new RunFingerprint(settings.get().dates(job), rest());
    }

    /** The fingerprint of the current settings with the dates of an earlier run. */
    RunFingerprint withDatesOf(KnownRun run) {
        var now = current(Job.of(run.job()));
        return run.fingerprint().map(then -> now.withDates(then.dates())).orElse(now);
    }

    private String rest() {
        var rest = readers.entrySet().stream()
                .map(reader -> "%s %s"
                        .formatted(reader.getKey(), reader.getValue().plan().fingerprint()))
                .collect(
                        Collectors.joining("\n", "", "\nlimit " + settings.get().limit()));
        return HexFormat.of().formatHex(Sha256.digest().digest(rest.getBytes(StandardCharsets.UTF_8)));
    }
}
