package dev.tranche.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class TimelinePictureTest {
    @Test
    void each_attempt_is_a_bar_that_says_what_it_was() throws Exception {
        Spans spans = new Spans().ok("count", 0, "laptop/here", 10, 400).ok("merge", 0, "laptop/here", 400, 900);

        String svg = TimelinePicture.svg("words", spans.all(), 0);

        assertThat(titles(svg))
                .containsExactly(
                        "words: 2 jobs \u00b7 2 attempts \u00b7 0.9 s \u00b7 1 January 1970, 00:00:00 UTC",
                        "count:0, attempt 1 on laptop/here: succeeded, exit code 0; ran 0.3 s, launched in 2 ms,"
                                + " waited 10 ms, placed 10 ms after the begin",
                        "merge:0, attempt 1 on laptop/here: succeeded, exit code 0; ran 0.4 s, launched in 2 ms,"
                                + " waited 0.4 s, placed 0.4 s after the begin");
    }

    @Test
    void a_failed_attempt_is_marked_and_joined_to_the_next() {
        Spans spans = new Spans()
                .add("count", 0, "laptop/here", 1, 0, 0, 100, 75)
                .add("count", 0, "laptop/here", 2, 100, 300, 500, 0);

        String svg = TimelinePicture.svg("words", spans.all(), 0);

        assertThat(svg).contains("class=\"failed\"").contains("class=\"again\"").contains(">failed attempt<");
        assertThat(svg).contains("1 job \u00b7 2 attempts, 1 failed");
    }

    @Test
    void where_nothing_failed_nothing_says_so() {
        String svg = TimelinePicture.svg(
                "words", new Spans().ok("count", 0, "h", 0, 100).all(), 0);

        assertThat(svg).doesNotContain("class=\"failed\"", "class=\"again\"", ">failed attempt<");
    }

    @Test
    void nothing_at_all_is_a_picture_too() throws Exception {
        String svg = TimelinePicture.svg("Timeline", new Spans().all(), 0);

        assertThat(titles(svg)).containsExactly("Timeline: nothing ran");
    }

    @Test
    void names_cannot_break_the_picture() throws Exception {
        Spans spans = new Spans().ok("<script>&\"'\u0000]]>", 0, "h<&>", 0, 100);

        String svg = TimelinePicture.svg("</svg><!--", spans.all(), 0);

        assertThat(parse(svg).getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(svg).doesNotContain("<script>");
    }

    @Test
    void the_same_attempts_in_another_order_are_the_same_picture() {
        Spans one = new Spans().ok("a", 0, "h", 0, 100).ok("b", 0, "h", 50, 150);
        Spans other = new Spans().ok("b", 0, "h", 50, 150).ok("a", 0, "h", 0, 100);

        assertThat(TimelinePicture.svg("t", one.all(), 0)).isEqualTo(TimelinePicture.svg("t", other.all(), 0));
    }

    @Test
    void fifty_thousand_attempts_are_a_picture_of_bounded_size() throws Exception {
        Spans spans = new Spans();
        for (int index = 0; index < 50_000; index++) {
            int slot = index % 1000;
            long placed = index / 1000 * 10L;
            spans.ok("job", index, "host-" + slot % 100, placed, placed + 10);
        }

        String svg = TimelinePicture.svg("many", spans.all(), 12);

        assertThat(svg).contains("12 later attempts not drawn").contains("600 lanes more are not drawn");
        assertThat(svg.length()).isLessThan(8_000_000);
        assertThat(parse(svg).getDocumentElement().getAttribute("height"))
                .satisfies(height -> assertThat(Integer.parseInt(height)).isLessThan(4000));
    }

    private static java.util.List<String> titles(String svg)
            throws ParserConfigurationException, IOException, SAXException {
        var titles = parse(svg).getElementsByTagName("title");
        return java.util.stream.IntStream.range(0, titles.getLength())
                .mapToObj(i -> titles.item(i).getTextContent())
                .toList();
    }

    private static Document parse(String svg) throws ParserConfigurationException, IOException, SAXException {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }
}
