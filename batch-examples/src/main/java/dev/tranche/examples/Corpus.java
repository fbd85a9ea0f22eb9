package dev.tranche.examples;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** The text files below a directory: regular files, nothing hidden, nothing that a build made, no links. */
final class Corpus {
    private static final String BUILD_DIRECTORY = "target";
    private static final int BYTES_LOOKED_AT = 8192;

    private Corpus() {}

    /**
     * Finds the files.
     *
     * @throws NotDirectoryException if it is not a directory
     * @throws IOException if it cannot be read, or has no text files
     */
    static List<Path> in(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory + " (give a directory with text files)");
        }
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(directory.toRealPath(), new Walk(directory.toRealPath(), files));
        if (files.isEmpty()) {
            throw new IOException("no text files in " + directory);
        }
        files.sort(null);
        return files;
    }

    private static boolean isText(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            for (byte each : in.readNBytes(BYTES_LOOKED_AT)) {
                if (each == 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final class Walk extends SimpleFileVisitor<Path> {
        private final Path root;
        private final List<Path> files;

        Walk(Path root, List<Path> files) {
            this.root = root;
            this.files = files;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            boolean enter = directory.equals(root) || !(isHidden(directory) || isNamed(directory, BUILD_DIRECTORY));
            return enter ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            // the attributes are those of the link, which is no regular file
            if (attributes.isRegularFile() && !isHidden(file) && isText(file)) {
                files.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        private static boolean isHidden(Path path) {
            return path.getFileName().toString().startsWith(".");
        }

        private static boolean isNamed(Path path, String name) {
            return path.getFileName().toString().equals(name);
        }
    }
}
