package io.tourbus.share;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tourbus.model.Entity;
import io.tourbus.model.Sha256;
import io.tourbus.run.slice.ClaimedRecords;
import io.tourbus.state.queue.HeldSlice;
import io.tourbus.state.queue.SharedRecords;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Claims records for one slice, in the database, so that no other process delivers them. Used by one thread at a time. */
final class ClaimsOfAllProcesses extends ClaimedRecords {

    private static final long POLL_MILLIS = 200;

    private final SharedRecords shared;
    private final HeldSlice held;

    ClaimsOfAllProcesses(SharedRecords shared, HeldSlice held) {
        this.shared = shared;
        this.held = held;
    }

    @Override
    public Set<String> claimAll(Entity entity, Collection<String> identities) {
        var keys = keys(entity, identities);
        Set<UUID> claimed = new HashSet<>();
        Set<UUID> left = new HashSet<>(keys.keySet());
        var end = System.nanoTime() + MAX_WAIT.toNanos();
        while (!left.isEmpty() && System.nanoTime() < end) {
            claimed.addAll(shared.claim(held, left, false));
            left.removeAll(claimed);
            var others = left.isEmpty() ? Map.<UUID, Boolean>of() : shared.find(held, left);
            // Those that a query has returned stay with the other slice. Those that have been released meanwhile are
            // free.
            left.removeIf(key -> Boolean.FALSE.equals(others.get(key)));
            if (others.containsValue(true)) {
                Pause.sleep(POLL_MILLIS, "another slice");
            }
        }
        return names(keys, claimed);
    }

    @Override
    public Set<String> claimAllEmbedded(Entity entity, Collection<String> identities) {
        var keys = keys(entity, identities);
        return names(keys, shared.claim(held, keys.keySet(), true));
    }

    @Override
    public void release(Entity entity, Collection<String> identities, boolean asEmbedded) {
        if (!identities.isEmpty()) {
            shared.release(held, keys(entity, identities).keySet(), asEmbedded);
        }
    }

    private static Set<String> names(Map<UUID, String> keys, Set<UUID> claimed) {
        return claimed.stream().map(keys::get).collect(Collectors.toSet());
    }

    private static Map<UUID, String> keys(Entity entity, Collection<String> identities) {
        return identities.stream()
                .collect(Collectors.toMap(identity -> key(entity, identity), Function.identity(), (one, same) -> one));
    }

    private static UUID key(Entity entity, String identity) {
        var hash =
                ByteBuffer.wrap(Sha256.hash("%s %s".formatted(entity, identity).getBytes(UTF_8)));
        return new UUID(hash.getLong(), hash.getLong());
    }
}
