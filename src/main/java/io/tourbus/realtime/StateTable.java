package io.tourbus.realtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** The latest states in a table of Amazon DynamoDB with the partition key {@code concert_id}. */
final class StateTable implements LatestStates {

    /** The maximum of BatchGetItem. */
    private static final int KEYS_PER_CALL = 100;

    private static final int ATTEMPTS = 5;

    /** A number: texts of different precision do not sort by time. */
    private static final String VERSION = "version";

    private final DynamoDbClient client;
    private final String table;

    StateTable(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public boolean complete() {
        return true;
    }

    @Override
    public Map<String, ConcertState> find(Set<String> ids) {
        Map<String, ConcertState> found = new HashMap<>();
        var all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += KEYS_PER_CALL) {
            read(all.subList(from, Math.min(all.size(), from + KEYS_PER_CALL)))
                    .forEach(state -> found.put(state.id(), state));
        }
        return found;
    }

    private List<ConcertState> read(List<String> ids) {
        List<ConcertState> states = new ArrayList<>();
        var wanted = Map.of(
                table,
                KeysAndAttributes.builder()
                        .keys(ids.stream()
                                .map(id -> Map.of(ConcertState.ID, AttributeValue.fromS(id)))
                                .toList())
                        .consistentRead(true)
                        .build());
        for (int attempt = 1; !wanted.isEmpty(); attempt++) {
            if (attempt > ATTEMPTS) {
                throw new IllegalStateException("DynamoDB did not return all items of %s.".formatted(table));
            }
            var keys = wanted;
            var response = client.batchGetItem(request -> request.requestItems(keys));
            response.responses().getOrDefault(table, List.of()).stream()
                    .map(StateTable::state)
                    .forEach(states::add);
            wanted = response.unprocessedKeys();
        }
        return states;
    }

    private static ConcertState state(Map<String, AttributeValue> item) {
        var fields = JsonNodeFactory.instance.objectNode();
        item.forEach((name, value) -> {
            if (value.s() != null) {
                fields.put(name, value.s());
            } else if (value.bool() != null) {
                fields.put(name, value.bool());
            }
        });
        return ConcertState.ofRecord(fields);
    }

    @Override
    public void store(Collection<ConcertState> states) {
        for (var state : states) {
            try {
                client.putItem(request -> request.tableName(table)
                        .item(item(state))
                        .conditionExpression("attribute_not_exists(#version) OR #version <= :version")
                        .expressionAttributeNames(Map.of("#version", VERSION))
                        .expressionAttributeValues(Map.of(":version", version(state))));
            } catch (ConditionalCheckFailedException e) {
                // The table has a newer state.
                continue;
            }
        }
    }

    private static Map<String, AttributeValue> item(ConcertState state) {
        Map<String, AttributeValue> item = new HashMap<>();
        state.fields().properties().stream()
                .filter(field -> !field.getValue().isNull())
                .forEach(field -> item.put(
                        field.getKey(),
                        field.getValue().isBoolean()
                                ? AttributeValue.fromBool(field.getValue().booleanValue())
                                : AttributeValue.fromS(field.getValue().asText())));
        item.put(VERSION, version(state));
        return item;
    }

    private static AttributeValue version(ConcertState state) {
        return AttributeValue.fromN(Long.toString(state.version()));
    }
}
