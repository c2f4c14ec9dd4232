import CZlib
import Commerce
import Ingest
import JSON
import Primitives
import TestSupport

extension FuzzTarget {
    static let files = [
        csv, tsv, jsonLines, history, gzip, mapping, onlineRetail, movieLens,
    ]

    private static let cells = [
        "\"", "\"\"", ",", "\t", "\r\n", "\n", "\u{FEFF}", "\u{0}", "id", "title.zh", "price",
        "price.currency", "attributes.", "1e300", "-9223372036854775808", "nan", "e\u{301}", "=",
    ]

    static let csv = FuzzTarget(
        "csv",
        seeds: [
            "id,title,price,price.currency\na,\"Lamp, \"\"red\"\"\",2.95,EUR\nb,\"two\nlines\",,\n",
            "\u{FEFF}id,title.zh,attributes.color,stock\r\n1,灯,red,5\r\n\r\n1,灯,red,5\r\nx,\"y\n",
            "\u{FF}\u{FE}", "id\n", "id,,title,id.x,title.default\na,b,c,d,e\n",
        ], words: cells
    ) { [scratch = Scratch()] in try scratch.importing(.items, ["items.csv": $0]) }

    static let tsv = FuzzTarget(
        "tsv", seeds: ["id\ttitle\tbrand\na\tLamp \"12\t\n\n b \tx\ty\tz\n", "id\n\u{0}\n"],
        words: cells
    ) { [scratch = Scratch()] in try scratch.importing(.items, ["items.tsv": $0]) }

    static let jsonLines = FuzzTarget(
        "jsonl",
        seeds: [
            "{\"id\":\"a\",\"title\":\"x\"}\n[]\n{\"id\":\"a\",\"title\":\"x\"}\nnull\n{\"id\":",
            "\u{FEFF}{\"id\":5,\"price\":{\"minor\":5,\"currency\":\"EUR\"}}\r\n\r\n{}",
        ], words: ["\n", "{\"id\":", "\"title\":", "null"]
    ) { [scratch = Scratch()] in try scratch.importing(.items, ["items.jsonl": $0]) }

    static let history = FuzzTarget(
        "history",
        seeds: [
            "type,time,user,item,quantity,price,value\nview,2026-01-02 03:04:05,u,i,,,\n"
                + "purchase,1767322800,u,j,2,1.50,\nview,2026-01-02 03:04:05,u,i,,,\n",
            "id,type,time,visitor,item,consent.learn\n1,view,2026-01-02,v,i,no\n1,view,2026-01-03,v,i,1\n",
        ], words: cells + ["view", "purchase", "1970-01-01", "2100-01-01", "1e14", "impression"]
    ) { [scratch = Scratch()] in try scratch.importing(.events, ["events.csv": $0]) }

    /// The same lines packed and plain give the same; packed bytes that are damaged trap nothing.
    static let gzip = FuzzTarget(
        "gzip",
        bytes: [
            Array("id,title\na,Lamp\nb,Mug\n".utf8), Scratch().packed(Array("id\na\nb\n".utf8)),
            Scratch().packed(Array("id\n".utf8)) + Scratch().packed(Array("c\n".utf8)),
        ], words: ["\u{1F}", "\u{8B}", "\u{8}\u{0}", "id\n"]
    ) { [scratch = Scratch()] bytes in
        let plain = try scratch.importing(.items, ["items.csv": bytes])
        guard !Scratch.isPacked(bytes) else { return }
        let packed = try scratch.importing(.items, ["items.csv.gz": scratch.packed(bytes)])
        try require(plain == packed, "packed lines are read otherwise than plain ones")
    }

    /// The mapping, a line of its own, then the file.
    static let mapping = FuzzTarget(
        "mapping",
        seeds: [
            "id=sku;title.en=name;price=cost;price.currency==EUR\nsku,name,cost,id\na,Lamp,2,9\n",
            "item=sku;title=zh\n{\"sku\":\"a\",\"zh\":\"x\",\"title\":{\"en\":\"y\"},\"id\":5}\n",
            "type==view;time=t;user=u;item=i\nt,u,i,type\n2026-01-02,u,i,click\n",
            "attributes.color=c;consent.learn=l\n{\"id\":1,\"c\":\"red\",\"attributes\":{\"w\":2}}\n",
        ], words: cells + [";", "==", "original_", "title.default=", "item=", "id=", "{\"id\":"]
    ) { [scratch = Scratch()] bytes in
        let end = bytes.firstIndex(of: 10) ?? bytes.endIndex
        var mapping: [String: String] = [:]
        for pair in String(decoding: bytes[..<end], as: UTF8.self).split(separator: ";") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            mapping[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
        }
        let file = Array(bytes[end...].dropFirst())
        try scratch.importing(.items, ["items": file], mapping: mapping)
        try scratch.importing(.events, ["events": file], mapping: mapping)
    }

    static let onlineRetail = FuzzTarget(
        "online-retail",
        seeds: [
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
                + "536365,85123a,WHITE HEART ,6,2010-12-01 08:26:00,2.55,17850.0,EIRE\n"
                + "C536379,22000,LAMP,-2,2010-12-01 09:41:00,27.50,,United Kingdom\n"
                + "A1,B,Adjust bad debt,1,2011-01-01 10:00:00,-11062.06,,France\n"
                + "1,22000,?,3,2011-01-01 10:00:00,0,,France\n"
        ], words: cells + ["536365,", "C1,", "POST", "2011-01-01 10:00:00", ".0", "damaged"]
    ) { [scratch = Scratch()] in
        try scratch.importing(.recipe(.onlineRetail), ["retail.csv": $0])
    }

    /// A digit for the set of files, then those, with a control character between them.
    static let movieLens = FuzzTarget(
        "movielens",
        seeds: [
            "01 10\n1 11\n2 10\n", "11 2 5\n1 3 4.5\n1 two 5\n",
            "21::1193::5::978300760\n\u{1}1193::One Flew Over (1975)::Drama|Comedy\n"
                + "\u{1}1::F::1::10::48067\n",
            "31 5 4\n\u{1}5 73\n\u{1}73::Toy Story (1995)::Animation\n",
        ], words: ["::", " ", "\n", "\u{1}", "1e300", "nan", "(1995)", "|", "0.5", "978300760"]
    ) { [scratch = Scratch()] bytes in
        let names = [
            ["ml-1m.txt"], ["ratings-in-order.txt"], ["ratings.dat", "movies.dat", "users.dat"],
            ["ratings-in-order.txt", "sas_to_original_items.txt", "movies.dat"],
        ][Int(bytes.first ?? 0) % 4]
        let parts = bytes.dropFirst().split(separator: 1, omittingEmptySubsequences: false)
        try scratch.importing(
            .recipe(.movielens), zip(names, parts).map { (name: $0, bytes: Array($1)) })
    }
}
