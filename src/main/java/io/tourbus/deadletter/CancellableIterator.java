package io.tourbus.deadletter;

import java.util.Iterator;
import java.util.function.BooleanSupplier;

/** Returns elements until an operator cancels the operation that reads them. */
final class CancellableIterator<T> implements Iterator<T> {

    private final Iterator<T> elements;
    private final BooleanSupplier cancelled;
    private boolean cut;

    /** @param cancelled whether the operation is cancelled; {@code null} if it cannot be */
    CancellableIterator(Iterator<T> elements, BooleanSupplier cancelled) {
        this.elements = elements;
        this.cancelled = cancelled == null ? () -> false : cancelled;
    }

    @Override
    public boolean hasNext() {
        var more = elements.hasNext();
        cut |= more && cancelled.getAsBoolean();
        return more && !cut;
    }

    @Override
    public T next() {
        return elements.next();
    }

    /** Whether elements are left because the operation was cancelled. */
    boolean isCut() {
        return cut;
    }
}
