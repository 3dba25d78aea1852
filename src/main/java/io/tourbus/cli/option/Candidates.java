package io.tourbus.cli.option;

import io.tourbus.app.Modules;
import io.tourbus.job.Job;
import io.tourbus.sink.Sink;
import io.tourbus.source.Source;
import io.tourbus.state.RunRepository.RunFilter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** What the shell completes. Picocli creates instances of these lists. */
public final class Candidates {

    private Candidates() {}

    private abstract static class Words extends ArrayList<String> {

        private static final long serialVersionUID = 1;

        Words(Collection<String> words) {
            super(words);
        }
    }

    public static final class Jobs extends Words {

        private static final long serialVersionUID = 1;

        public Jobs() {
            super(Stream.of(Job.values()).map(Job::label).toList());
        }
    }

    public static final class Sources extends Words {

        private static final long serialVersionUID = 1;

        public Sources() {
            super(Modules.installed().sources().stream().map(Source::name).toList());
        }
    }

    public static final class Entities extends Words {

        private static final long serialVersionUID = 1;

        public Entities() {
            super(List.of("artists", "tracks", "venues", "events"));
        }
    }

    public static final class Sinks extends Words {

        private static final long serialVersionUID = 1;

        public Sinks() {
            super(Modules.STANDARD.sinks().stream().map(Sink::name).toList());
        }
    }

    public static final class Statuses extends Words {

        private static final long serialVersionUID = 1;

        public Statuses() {
            super(RunFilter.STATUSES);
        }
    }
}
