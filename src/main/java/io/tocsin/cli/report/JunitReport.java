package io.tocsin.cli.report;

import io.tocsin.check.Finding;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** JUnit's XML: a suite for each file, a test case for each of its cases, and a failure with the findings of one that fails. */
final class JunitReport implements ReportWriter {

    @Override
    public String write(CommandReport report) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            xml.writeAttribute("name", "tocsin " + report.command());
            xml.writeAttribute("tests", Integer.toString(report.cases()));
            xml.writeAttribute("failures", Integer.toString(report.failedCases()));
            for (CommandReport.FileReport file : report.files()) {
                write(xml, report, file);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a report could not be written to memory", e);
        }
        return text + "\n";
    }

    private static void write(XMLStreamWriter xml, CommandReport report, CommandReport.FileReport file)
            throws XMLStreamException {
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", valid(file.file()));
        xml.writeAttribute("tests", Integer.toString(file.cases().size()));
        xml.writeAttribute(
                "failures",
                Long.toString(file.cases().stream().filter(report::isFailed).count()));
        for (CommandReport.CaseReport one : file.cases()) {
            xml.writeStartElement("testcase");
            xml.writeAttribute("classname", valid(file.file()));
            xml.writeAttribute("name", valid(one.name()));
            xml.writeAttribute("time", String.format(Locale.ROOT, "%.3f", one.seconds()));
            write(xml, report, one);
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static void write(XMLStreamWriter xml, CommandReport report, CommandReport.CaseReport one)
            throws XMLStreamException {
        List<Finding> findings = one.findings();
        if (findings.isEmpty()) {
            return;
        }
        String all = findings.stream().map(Finding::toString).collect(Collectors.joining("\n"));
        if (!report.isFailed(one)) {
            xml.writeStartElement("system-out");
            xml.writeCharacters(valid(all));
            xml.writeEndElement();
            return;
        }
        xml.writeStartElement("failure");
        xml.writeAttribute("type", findings.get(0).code());
        xml.writeAttribute(
                "message", valid(findings.get(0).message().lines().findFirst().orElse("")));
        xml.writeCharacters(valid(all));
        xml.writeEndElement();
    }

    /** Without the characters that XML 1.0 cannot hold. */
    private static String valid(String text) {
        return text.codePoints()
                .map(point -> isValid(point) ? point : 0xFFFD)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isValid(int point) {
        return point == '\t'
                || point == '\n'
                || point == '\r'
                || point >= 0x20 && point <= 0xD7FF
                || point >= 0xE000 && point <= 0xFFFD
                || point >= 0x10000;
    }
}
