/// Reads files into a sink: lines in, items, users and events out, with every line accounted for.
package struct Importer {
    private static let linesPerProgress = 8192

    private let options: ImportOptions

    package init(_ options: ImportOptions) {
        self.options = options
    }

    /// Runs to the end of the last file. A file that is damaged halfway is taken up to there and
    /// named under `errors` of the report.
    ///
    /// - Throws: `ImportError` where a file cannot be opened or has not the columns that it needs,
    ///   and whatever the sink throws; importing again after that repeats nothing.
    package func run(
        into sink: inout some ImportSink, progress: (ImportProgress) -> Void = { _ in }
    ) throws -> QualityReport {
        switch options.source {
        case .items: try run(MappedLines(.items, options), &sink, progress)
        case .events: try run(MappedLines(.events, options), &sink, progress)
        case .recipe(.onlineRetail): try run(OnlineRetail(options), &sink, progress)
        case .recipe(.movielens): try run(MovieLens(options), &sink, progress)
        }
    }

    private func run(
        _ start: some LineTranslator, _ sink: inout some ImportSink,
        _ progress: (ImportProgress) -> Void
    ) throws -> QualityReport {
        let clock = ContinuousClock()
        let began = clock.now
        var translator = start
        let files = try translator.arrange(options.files)
        var intake = Intake(quarantinePath: options.quarantinePath)
        let bytesTotal = try bytes(of: files)
        var before = ImportProgress(file: "", lines: 0, bytesRead: 0, bytesTotal: bytesTotal)
        for file in files {
            let opened = clock.now
            intake.begin(file)
            var now = before
            let error = try read(file, &translator, &intake, &sink) { lines, bytes in
                now.file = file
                now.lines = before.lines + lines
                now.bytesRead = before.bytesRead + bytes
                progress(now)
            }
            before = now
            try intake.end(error: error, seconds: seconds(clock.now - opened), into: &sink)
        }
        try intake.take(derived: translator.derived(), into: &sink)
        return intake.finish(seconds: seconds(clock.now - began))
    }

    /// Bytes of all files as stored, nil with a pipe among them; throws for one that is not there.
    private func bytes(of files: [String]) throws(ImportError) -> Int64? {
        var total: Int64? = 0
        for file in files {
            let bytes = try InputFile.bytes(of: file)
            total = total.flatMap { total in bytes.map { total + $0 } }
        }
        return total
    }

    /// Reads one file and tells what kept it from being read to its end.
    private func read(
        _ file: String, _ translator: inout some LineTranslator, _ intake: inout Intake,
        _ sink: inout some ImportSink, _ progress: (_ lines: Int, _ bytes: Int64) -> Void
    ) throws -> ImportError? {
        var lines = try LineReader.open(file)
        let format =
            options.format ?? FileFormat(fileName: file) ?? FileFormat(firstLine: lines.peek())
        let form = try translator.begin(file, format)
        var reader = RecordReader(lines, form)
        let columnCount = try form.hasHeader ? header(file, &reader, &translator, &intake) : 1
        var count = 0
        while let record = reader.next() {
            count += 1
            if count % Self.linesPerProgress == 0 { progress(count, reader.lines.bytesRead) }
            let line = reader.lines.number
            let translation: Translation?
            do throws(Rejection) {
                translation = try translate(record, reader.cells, columnCount, &translator)
            } catch {
                try intake.reject(error, line: line, raw: reader.lines.clip)
                continue
            }
            if let translation {
                try intake.take(translation, line: line, raw: reader.lines.clip, into: &sink)
            } else {
                intake.countBlank()
            }
        }
        progress(count, reader.lines.bytesRead)
        return reader.lines.failure
    }

    /// Reads up to the header and tells how many columns it has.
    private func header(
        _ file: String, _ reader: inout RecordReader, _ translator: inout some LineTranslator,
        _ intake: inout Intake
    ) throws(ImportError) -> Int {
        while let record = reader.next() {
            switch record {
            case .blank: intake.countBlank()
            case .rejected(let rejection):
                throw ImportError(
                    .badHeader, file, line: reader.lines.number,
                    "its header cannot be read: \(rejection.message)")
            case .cells:
                let names = (0..<reader.cells.count).map { reader.cells.text($0) ?? "" }
                try translator.take(header: names, of: file)
                intake.countHeader()
                return names.count
            }
        }
        throw reader.lines.failure
            ?? ImportError(.empty, file, "is empty; a header with the names of columns comes first")
    }

    /// What a record means; nil for a blank one.
    private func translate(
        _ record: RecordReader.Record, _ cells: Cells, _ columnCount: Int,
        _ translator: inout some LineTranslator
    ) throws(Rejection) -> Translation? {
        switch record {
        case .blank: return nil
        case .rejected(let rejection): throw rejection
        case .cells:
            guard cells.count == columnCount else {
                throw Rejection(
                    .wrongColumnCount, "has \(cells.count) columns, the header \(columnCount)")
            }
            return try translator.translate(cells)
        }
    }
}

private func seconds(_ duration: Duration) -> Double { duration / .seconds(1) }
