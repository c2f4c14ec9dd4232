extension Department {
    static let electronics = Department(
        name: Word("Electronics", "电子产品"),
        brands: [
            Brand("Nimbus", .premium), Brand("Orbita", .middle), Brand("Voltaire", .premium),
            Brand("Kestrel Audio", .middle), Brand("Pixelworks", .middle), Brand("Zapp", .budget),
        ],
        categories: [
            Category(
                "Phones", "手机", colours: Palette.sober + [3, 8, 11], lean: .young, demand: 1.2,
                spread: 0.5,
                points: [
                    Word("A day and a half on one charge", "一次充电可用一天半"),
                    Word("Bright in the sun and gentle at night", "阳光下清晰，夜间柔和"),
                    Word("Keeps out dust and water", "防尘防水"),
                    Word("Five years of updates", "五年系统更新"),
                ],
                kinds: [
                    ProductKind("smartphone", "智能手机", "📱", 420_00, [], .gigabytes(128, 256, 512)),
                    ProductKind(
                        "smartwatch", "智能手表", "⌚", 179_00, [.aluminium, .stainlessSteel]),
                    ProductKind("e-reader", "电子书阅读器", "📖", 129_00, [], .gigabytes(16, 32)),
                ]),
            Category(
                "Phone accessories", "手机配件", colours: Palette.any, lean: .young, demand: 1.3,
                points: [
                    Word("Charges at full speed", "满速充电"),
                    Word("Survives a fall from two metres", "两米防摔"),
                    Word("Thin enough to forget", "轻薄无感"),
                ],
                kinds: [
                    ProductKind("phone case", "手机壳", "📱", 16_00, [.silicone, .leather, .bamboo]),
                    ProductKind(
                        "screen protector", "手机贴膜", "🛡️", 9_00, [.glass], .packs(1, 2, 3),
                        isColoured: false),
                    ProductKind("charging cable", "充电线", "🔌", 11_00, [.nylon], .metres(1, 2, 3)),
                    ProductKind("power bank", "充电宝", "🔋", 32_00, [.aluminium]),
                    ProductKind("wireless charger", "无线充电器", "⚡", 27_00, [.aluminium, .walnut]),
                ]),
            Category(
                "Audio", "音响耳机", colours: Palette.sober + [7, 13], lean: .young, spread: 0.55,
                points: [
                    Word("Clear voices and a deep bass", "人声清晰，低音浑厚"),
                    Word("Shuts out the train", "主动降噪"),
                    Word("Thirty hours of music", "30小时续航"),
                ],
                kinds: [
                    ProductKind("headphones", "头戴耳机", "🎧", 119_00, [.leather, .aluminium]),
                    ProductKind("earbuds", "无线耳机", "🎧", 64_00),
                    ProductKind("bluetooth speaker", "蓝牙音箱", "🔊", 72_00, [.walnut, .aluminium]),
                    ProductKind("record player", "黑胶唱机", "🎶", 165_00, [.walnut, .beech]),
                ]),
            Category(
                "Computers", "电脑", colours: [0, 1, 2], spread: 0.45,
                points: [
                    Word("Quiet under load", "高负载依然安静"),
                    Word("Starts in seconds", "数秒开机"),
                    Word("Easy on the wrists", "呵护手腕"),
                ],
                kinds: [
                    ProductKind("laptop", "笔记本电脑", "💻", 780_00, [.aluminium], .inches(13, 14, 16)),
                    ProductKind("keyboard", "键盘", "⌨️", 69_00, [.aluminium, .walnut]),
                    ProductKind("mouse", "鼠标", "🖱️", 35_00),
                    ProductKind("monitor", "显示器", "🖥️", 229_00, [], .inches(24, 27, 32)),
                    ProductKind(
                        "laptop sleeve", "电脑包", "💼", 29_00, [.felt, .leather], .inches(13, 14, 16)),
                ]),
        ])

    static let fashion = Department(
        name: Word("Fashion", "服饰"),
        brands: [
            Brand("Maison Clair", .premium), Brand("Fielding", .middle),
            Brand("Urban Loom", .middle),
            Brand("Tweed & Thistle", .premium), Brand("Sunday Club", .middle),
            Brand("Plainly", .budget),
            Brand("Juno Lane", .budget),
        ],
        categories: [
            Category(
                "Women's clothing", "女装", colours: Palette.any, lean: .women, demand: 1.4,
                points: [
                    Word("Falls softly and keeps its shape", "垂坠柔软不变形"),
                    Word("Cut to flatter", "剪裁修身"),
                    Word("From the office to the evening", "从办公室到晚宴"),
                ],
                kinds: [
                    ProductKind("dress", "连衣裙", "👗", 54_00, [.cotton, .silk, .linen], .clothing),
                    ProductKind("blouse", "女士衬衫", "👚", 36_00, [.silk, .cotton, .linen], .clothing),
                    ProductKind("skirt", "半身裙", "👗", 39_00, [.denim, .wool, .linen], .clothing),
                    ProductKind(
                        "cardigan", "开衫", "🧥", 49_00, [.wool, .cashmere, .cotton], .clothing),
                ]),
            Category(
                "Men's clothing", "男装", colours: Palette.sober + [3, 5, 12], lean: .men,
                demand: 1.2,
                points: [
                    Word("Sits well at the shoulders", "肩部合身"),
                    Word("Needs no ironing", "免熨烫"),
                    Word("Better with every wash", "越洗越舒服"),
                ],
                kinds: [
                    ProductKind(
                        "T-shirt", "男士T恤", "👕", 18_00, [.cotton, .organicCotton], .clothing),
                    ProductKind("shirt", "男士衬衫", "👔", 38_00, [.cotton, .linen], .clothing),
                    ProductKind("jeans", "男士牛仔裤", "👖", 52_00, [], .clothing),
                    ProductKind("jumper", "男士套头衫", "🧶", 58_00, [.wool, .cashmere], .clothing),
                ]),
            Category(
                "Shoes", "鞋", colours: Palette.sober + [7, 12, 13], demand: 1.2,
                points: [
                    Word("Comfortable from the first step", "第一步就舒适"),
                    Word("Soles that grip in the rain", "雨天防滑"),
                    Word("Can be resoled", "可更换鞋底"),
                ],
                kinds: [
                    ProductKind("trainers", "运动鞋", "👟", 64_00, [.leather, .canvas], .shoes),
                    ProductKind("boots", "靴子", "🥾", 95_00, [.leather, .suede], .shoes),
                    ProductKind("sandals", "凉鞋", "👡", 38_00, [.leather, .rubber], .shoes),
                    ProductKind("slippers", "拖鞋", "🥿", 24_00, [.wool, .felt], .shoes),
                    ProductKind("shoe care kit", "鞋护理套装", "🧽", 17_00, [.beech], isColoured: false),
                ]),
            Category(
                "Bags & accessories", "箱包配饰", colours: Palette.any, spread: 0.45,
                points: [
                    Word("Room for the day and a book", "装得下一天所需和一本书"),
                    Word("Ages beautifully", "越用越有味道"),
                    Word("Stitched twice at the seams", "双线缝制"),
                ],
                kinds: [
                    ProductKind(
                        "backpack", "双肩包", "🎒", 59_00, [.canvas, .leather, .nylon],
                        .litres(15, 20, 28)),
                    ProductKind("handbag", "手提包", "👜", 85_00, [.leather, .suede, .rattan]),
                    ProductKind("wallet", "钱包", "👛", 32_00, [.leather, .canvas]),
                    ProductKind("scarf", "围巾", "🧣", 34_00, [.wool, .silk, .cashmere]),
                    ProductKind("umbrella", "雨伞", "☂️", 26_00, [.nylon]),
                ]),
        ])

    static let beauty = Department(
        name: Word("Beauty", "美妆"),
        brands: [
            Brand("Rosewater", .premium), Brand("Botanica", .middle),
            Brand("Pure & Plain", .budget),
            Brand("Jade Moon", .premium), Brand("Dew", .middle),
        ],
        categories: [
            Category(
                "Skincare", "护肤", qualifier: .scent, lean: .women, demand: 1.1,
                points: [
                    Word("Sinks in at once", "吸收快"),
                    Word("Kind to sensitive skin", "敏感肌可用"),
                    Word("Never tested on animals", "不做动物实验"),
                ],
                kinds: [
                    ProductKind(
                        "face cream", "面霜", "🧴", 24_00, .botanicals, .millilitres(30, 50, 75)),
                    ProductKind("serum", "精华液", "💧", 29_00, .botanicals, .millilitres(15, 30)),
                    ProductKind("sun cream", "防晒霜", "☀️", 16_00, [], .millilitres(50, 100, 200)),
                    ProductKind("face mask", "面膜", "🎭", 12_00, .botanicals, .packs(3, 5, 10)),
                ]),
            Category(
                "Make-up", "彩妆", colours: [7, 8, 10, 11, 12], lean: .women,
                points: [
                    Word("Lasts from morning to midnight", "从早到晚不脱妆"),
                    Word("Strong colour in one stroke", "一抹显色"),
                    Word("Comes off with warm water", "温水可卸"),
                ],
                kinds: [
                    ProductKind("lipstick", "口红", "💄", 17_00),
                    ProductKind("nail polish", "指甲油", "💅", 9_00, [], .millilitres(8, 12)),
                    ProductKind("eyeshadow", "眼影", "👁️", 22_00),
                    ProductKind(
                        "make-up brushes", "化妆刷", "🖌️", 25_00, [.bamboo], .sets(5, 8, 12),
                        isColoured: false),
                ]),
            Category(
                "Bath & body", "沐浴身体", qualifier: .scent,
                points: [
                    Word("Turns the bathroom into a spa", "让浴室变成水疗馆"),
                    Word("Made with plant oils", "植物油制成"),
                    Word("The scent stays for hours", "留香数小时"),
                ],
                kinds: [
                    ProductKind("soap", "香皂", "🧼", 5_50, .scents, .packs(1, 3, 6)),
                    ProductKind("shower gel", "沐浴露", "🚿", 8_00, .scents, .millilitres(250, 500)),
                    ProductKind("body lotion", "身体乳", "🧴", 13_00, .scents, .millilitres(200, 400)),
                    ProductKind(
                        "scented candle", "香薰蜡烛", "🕯️", 19_00, .scents, .grams(120, 220, 400)),
                    ProductKind("bath salts", "浴盐", "🛁", 11_00, .scents, .grams(250, 500)),
                ]),
        ])

    static let food = Department(
        name: Word("Food", "食品"),
        brands: [
            Brand("Leaf & Ember", .premium), Brand("Old Quay Roasters", .middle),
            Brand("Mountain Mist", .premium), Brand("Orchard Row", .middle),
            Brand("Pantry", .budget),
        ],
        categories: [
            Category(
                "Tea", "茶叶", qualifier: .flavour, demand: 1.2, spread: 0.45,
                points: [
                    Word("Picked in spring", "春季采摘"),
                    Word("Can be brewed three times", "可冲泡三次"),
                    Word("From one garden, traceable to the field", "单一茶园，可溯源"),
                ],
                kinds: [
                    ProductKind(
                        "green tea", "绿茶", "🍵", 11_00,
                        [Word("jasmine", "茉莉"), Word("mint", "薄荷"), Word("Longjing", "龙井")],
                        .grams(50, 100, 250)),
                    ProductKind(
                        "black tea", "红茶", "🫖", 9_00,
                        [Word("Keemun", "祁门"), Word("Assam", "阿萨姆"), Word("bergamot", "佛手柑")],
                        .grams(100, 250, 500)),
                    ProductKind(
                        "oolong tea", "乌龙茶", "🍵", 16_00,
                        [Word("osmanthus", "桂花"), Word("milk", "奶香"), Word("Tieguanyin", "铁观音")],
                        .grams(50, 100, 250)),
                    ProductKind(
                        "herbal tea", "花草茶", "🌿", 7_00,
                        [Word("chamomile", "洋甘菊"), Word("ginger", "姜味"), Word("rose", "玫瑰")],
                        .grams(50, 100)),
                ]),
            Category(
                "Coffee & chocolate", "咖啡与巧克力", qualifier: .flavour, demand: 1.1,
                points: [
                    Word("Roasted in small batches", "小批量烘焙"),
                    Word("Notes of cocoa and berries", "带有可可与莓果香"),
                    Word("Fairly traded", "公平贸易"),
                ],
                kinds: [
                    ProductKind(
                        "coffee beans", "咖啡豆", "☕", 12_00,
                        [
                            Word("Ethiopian", "埃塞俄比亚"), Word("Yunnan", "云南"),
                            Word("Colombian", "哥伦比亚"),
                        ],
                        .grams(250, 500, 750)),
                    ProductKind(
                        "ground coffee", "咖啡粉", "☕", 9_50,
                        [Word("espresso", "意式"), Word("decaf", "低因"), Word("dark roast", "深烘")],
                        .grams(250, 500)),
                    ProductKind(
                        "chocolate bar", "巧克力", "🍫", 4_00,
                        [Word("dark", "黑"), Word("sea salt", "海盐"), Word("hazelnut", "榛子")],
                        .grams(70, 100, 180)),
                ]),
            Category(
                "Pantry", "零食与干货", qualifier: .flavour, demand: 1.1,
                points: [
                    Word("No colourings, no preservatives", "无色素无防腐剂"),
                    Word("Keeps for a year unopened", "未开封可保存一年"),
                    Word("From small growers", "来自小农户"),
                ],
                kinds: [
                    ProductKind(
                        "biscuits", "饼干", "🍪", 4_50,
                        [Word("butter", "黄油"), Word("oat", "燕麦"), Word("ginger", "姜味")],
                        .grams(150, 300)),
                    ProductKind(
                        "honey", "蜂蜜", "🍯", 8_00,
                        [Word("acacia", "槐花"), Word("heather", "石楠"), Word("lime blossom", "椴树")],
                        .grams(250, 340, 500)),
                    ProductKind(
                        "nuts", "坚果", "🥜", 7_00,
                        [Word("roasted", "炭烧"), Word("salted", "盐焗"), Word("mixed", "混合")],
                        .grams(150, 300, 500)),
                    ProductKind(
                        "noodles", "面条", "🍜", 3_50,
                        [Word("egg", "鸡蛋"), Word("rice", "米"), Word("udon", "乌冬")],
                        .grams(300, 500)),
                    ProductKind(
                        "olive oil", "橄榄油", "🫒", 12_00,
                        [Word("extra virgin", "特级初榨"), Word("lemon", "柠檬")],
                        .millilitres(250, 500, 750)),
                ]),
        ])
}

extension [Word] {
    fileprivate static let botanicals = [
        Word("rose", "玫瑰"), Word("aloe", "芦荟"), Word("green tea", "绿茶"),
        Word("unscented", "无香"),
    ]
    fileprivate static let scents = [
        Word("lavender", "薰衣草"), Word("rose", "玫瑰"), Word("cedar", "雪松"),
        Word("jasmine", "茉莉"), Word("lemon", "柠檬"),
    ]
}
