package dev.parley.bench;

import java.util.List;
import java.util.stream.IntStream;

/// The record of ten fields that formats write and read. Public with public parts, because Jackson wants it so.
public record Track(
        long id,
        String title,
        String artist,
        String album,
        int year,
        int number,
        double seconds,
        boolean live,
        long played,
        String label) {
    static List<Track> some() {
        return IntStream.range(0, 16)
                .mapToObj(i ->
                        new Track(
                                1_000_000_007L * i,
                                "Symphony No. " + i,
                                "Antonín Dvořák",
                                "Complete Symphonies, vol. " + i,
                                1900 + 7 * i,
                                i,
                                123.25 * i,
                                i % 3 == 0,
                                1_700_000_000_000L + i,
                                "Supraphon"))
                .toList();
    }
}
