package dev.tranche.json;

import dev.tranche.model.InvalidModelException;
import dev.tranche.model.JobDefinition;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Writes the model as AWS-Batch-shaped JSON, and reads it.
 *
 * <pre>{@code
 * String json = BatchJson.write(train);                      // RegisterJobDefinition
 * JobDefinition same = BatchJson.readJobDefinition(json);    // train.equals(same)
 * }</pre>
 *
 * <p>What AWS does not know stands under the key {@code tranche} of an object; without these keys the text is JSON that
 * AWS understands. Documents made for AWS can be read as well; what the model has nothing like is refused by name. A
 * document is at most 16 MiB long and 64 levels deep.
 */
public final class BatchJson {
    private BatchJson() {}

    /**
     * Writes a definition; AWS: {@code RegisterJobDefinition} with {@code type container}.
     *
     * @param definition the definition
     * @return readable JSON
     * @throws InvalidModelException if JSON cannot say something, like a memory that is not a whole number of MiB
     */
    public static String write(JobDefinition definition) {
        return wrote(() -> JsonText.readable(Shape.REGISTER_JOB_DEFINITION, definition, JobDefinitionMapper::write));
    }

    /**
     * The identity of a definition: the same JSON without white space. Equal definitions have equal bytes.
     *
     * @param definition the definition
     * @return JSON in UTF-8
     * @throws InvalidModelException if JSON cannot say something, like a memory that is not a whole number of MiB
     */
    public static byte[] canonical(JobDefinition definition) {
        return wrote(() -> JsonText.compact(Shape.REGISTER_JOB_DEFINITION, definition, JobDefinitionMapper::write));
    }

    /**
     * Reads a definition.
     *
     * @param json a document as {@link #write(JobDefinition)} or AWS write it
     * @return the definition
     * @throws InvalidModelException if it is something else, with the path to what is wrong
     */
    public static JobDefinition readJobDefinition(String json) {
        return readJobDefinition(json, References.NONE);
    }

    /**
     * Reads a definition that names what is not part of the document.
     *
     * @param json a document as AWS has it
     * @param known what names stand for
     * @return the definition
     * @throws InvalidModelException if it is something else, with the path to what is wrong
     */
    public static JobDefinition readJobDefinition(String json, References known) {
        return read(() -> JsonText.read(json), known, Shape.REGISTER_JOB_DEFINITION, JobDefinitionMapper::read);
    }

    /**
     * Reads a definition.
     *
     * @param utf8 what {@link #canonical(JobDefinition)} has written
     * @return the definition
     * @throws InvalidModelException if it is something else, with the path to what is wrong
     */
    public static JobDefinition readJobDefinition(byte[] utf8) {
        return read(
                () -> JsonText.read(utf8), References.NONE, Shape.REGISTER_JOB_DEFINITION, JobDefinitionMapper::read);
    }

    private static <T> T wrote(Supplier<T> document) {
        try {
            return document.get();
        } catch (JsonRefusedException e) {
            throw e.toInvalidModel();
        }
    }

    private static <T> T read(
            Supplier<Object> document, References known, Shape shape, Function<ShapeReader, T> mapper) {
        try {
            return new Node("$", document.get(), known).object(shape, mapper);
        } catch (JsonRefusedException e) {
            throw e.toInvalidModel();
        }
    }
}
