package io.millwright.features;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Cuts an iterator whose items are sorted by key into lists of one key each; one list is in memory at a time. */
final class Grouped<T> implements Iterator<List<T>> {

    private final Iterator<T> items;
    private final Function<T, String> key;
    private @Nullable T next;

    Grouped(Iterator<T> items, Function<T, String> key) {
        this.items = items;
        this.key = key;
        this.next = items.hasNext() ? items.next() : null;
    }

    /** What each group becomes, one group in memory at a time. */
    static <T, R> Iterator<R> flatMap(Iterator<T> items, Function<T, String> key, Function<List<T>, List<R>> function) {
        Iterator<List<T>> groups = new Grouped<>(items, key);
        return new Iterator<>() {
            private Iterator<R> current = Collections.emptyIterator();

            @Override
            public boolean hasNext() {
                while (!current.hasNext() && groups.hasNext()) {
                    current = function.apply(groups.next()).iterator();
                }
                return current.hasNext();
            }

            @Override
            public R next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("no further item");
                }
                return current.next();
            }
        };
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public List<T> next() {
        T first = next;
        if (first == null) {
            throw new NoSuchElementException("no further group");
        }
        List<T> group = new ArrayList<>();
        String own = key.apply(first);
        T item = first;
        while (item != null && Objects.equals(key.apply(item), own)) {
            group.add(item);
            item = items.hasNext() ? items.next() : null;
        }
        next = item;
        return group;
    }
}
