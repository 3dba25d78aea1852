package io.tourbus.run;

import io.tourbus.source.slice.NamedScope;
import io.tourbus.state.RunRepository.TimeSpan;
import java.util.List;
import java.util.Map;

/**
 * What a run reads.
 *
 * @param events the period whose events it reads
 * @param fingerprints of the settings, by source
 * @param settings when the run started
 */
record RunInput(TimeSpan events, Map<String, String> fingerprints, List<NamedScope> scopes, RunSettings settings) {

    RunInput {
        fingerprints = Map.copyOf(fingerprints);
        scopes = List.copyOf(scopes);
    }
}
