package dev.parley.examples;

import dev.parley.Allow;
import dev.parley.Command;
import dev.parley.Exclusive;
import dev.parley.Service;

/// A printer, which one connection at a time may use, from its first page until it is closed; up to five wait in a queue.
@Service
@Exclusive(queue = 5)
@Allow("staff")
public final class PrinterService {
    private int pages; // of the one who has it; calls of others wait

    /// Prints a page.
    ///
    /// @param text what is on it
    /// @return how many pages have been printed
    @Command
    synchronized int print(String text) {
        pages++;
        return pages;
    }
}
