package io.tourbus.lake;

import io.tourbus.lake.LakeObject.Zone;
import io.tourbus.state.DeadLetter;
import java.util.HashMap;
import java.util.Map;

/** Converts objects to dead letters and back: the content is the payload, everything else is in the headers. */
final class LakeObjectCodec {

    private static final String ZONE = "zone";
    private static final String LINES = "lines";
    private static final String METADATA = "metadata.";

    private LakeObjectCodec() {}

    static Map<String, String> encode(LakeObject object) {
        Map<String, String> headers = new HashMap<>();
        object.metadata().forEach((name, value) -> headers.put(METADATA + name, value));
        headers.put(ZONE, object.zone().name());
        headers.put(LINES, String.valueOf(object.lines()));
        return headers;
    }

    /** Returns the object in a dead letter. */
    static LakeObject decode(DeadLetter deadLetter) {
        Map<String, String> metadata = new HashMap<>();
        deadLetter.headers().forEach((name, value) -> {
            if (name.startsWith(METADATA)) {
                metadata.put(name.substring(METADATA.length()), value);
            }
        });
        var slash = deadLetter.target().indexOf('/');
        return new LakeObject(
                Zone.valueOf(deadLetter.headers().get(ZONE)),
                deadLetter.target().substring(0, slash),
                deadLetter.target().substring(slash + 1),
                metadata,
                Integer.parseInt(deadLetter.headers().get(LINES)),
                deadLetter.payload());
    }
}
