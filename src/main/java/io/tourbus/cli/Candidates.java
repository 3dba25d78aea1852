package io.tourbus.cli;

import io.tourbus.app.Modules;
import io.tourbus.job.Job;
import io.tourbus.sink.Sink;
import io.tourbus.source.Source;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** What the shell completes. Picocli creates instances of these lists. */
final class Candidates {

    private Candidates() {}

    private abstract static class Words extends ArrayList<String> {

        private static final long serialVersionUID = 1;

        Words(Collection<String> words) {
            super(words);
        }
    }

    static final class Jobs extends Words {

        private static final long serialVersionUID = 1;

        Jobs() {
            super(Stream.of(Job.values()).map(Job::label).toList());
        }
    }

    static final class Sources extends Words {

        private static final long serialVersionUID = 1;

        Sources() {
            super(Modules.STANDARD.sources().stream().map(Source::name).toList());
        }
    }

    static final class Entities extends Words {

        private static final long serialVersionUID = 1;

        Entities() {
            super(List.of("artists", "tracks", "venues", "events"));
        }
    }

    static final class Sinks extends Words {

        private static final long serialVersionUID = 1;

        Sinks() {
            super(Modules.STANDARD.sinks().stream().map(Sink::name).toList());
        }
    }

    static final class Statuses extends Words {

        private static final long serialVersionUID = 1;

        Statuses() {
            super(RunsCommand.STATUSES);
        }
    }
}
