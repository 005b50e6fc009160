/**
 * Zones that an area code tells, where a country has several (numbering plans of NANPA and CNAC,
 * Anatel, IFT, ACMA, Kominfo, Rossvyaz; checked against the prefix table of libphonenumber).
 * Mobiles of Australia, Indonesia, Spain, Portugal and Russia tell no place: they aren't here. An
 * area code that crosses a line between zones lists both. People keep their number when they move;
 * an area code is still the best that a number alone can tell.
 */

/** Zone or zones (joined by "+") → area codes. */
type AreaCodes = Readonly<Record<string, string>>;

const NORTH_AMERICA: AreaCodes = {
  'America/New_York':
    '201 202 203 207 212 215 216 220 223 227 229 231 234 239 240 248 252 260 267 269 272 276 283 ' +
    '301 302 304 305 313 315 317 321 324 326 329 330 332 336 339 347 351 352 363 380 386 401 404 ' +
    '407 410 412 413 419 434 440 443 445 463 470 472 475 478 484 502 508 513 516 517 518 540 551 ' +
    '561 567 570 571 582 585 586 603 607 609 610 614 616 617 631 640 645 646 656 667 678 680 681 ' +
    '686 689 703 704 706 716 717 718 724 727 728 732 734 740 743 754 757 762 765 770 771 772 774 ' +
    '781 786 802 803 804 810 813 814 821 826 828 835 838 839 843 845 848 854 856 857 859 860 862 ' +
    '863 864 865 878 904 908 910 912 914 917 919 929 934 937 941 943 947 948 954 959 973 978 980 ' +
    '984 989',
  'America/Chicago':
    '205 210 214 217 218 224 225 228 235 251 254 256 262 274 281 309 312 314 316 318 319 320 325 ' +
    '327 331 334 337 346 353 361 402 405 409 414 417 430 432 447 464 469 471 479 501 504 507 512 ' +
    '515 531 534 539 557 563 572 573 580 601 608 612 615 618 629 630 636 641 651 659 660 662 682 ' +
    '708 712 713 715 726 730 731 737 763 769 773 779 806 815 816 817 830 832 847 861 870 872 901 ' +
    '903 913 918 920 924 931 936 938 940 945 952 956 972 975 979 985',
  'America/Denver': '303 307 385 406 435 505 575 719 720 748 801 915 970 983',
  'America/Phoenix': '480 520 602 623',
  'America/Los_Angeles':
    '206 209 213 253 279 310 323 341 350 360 369 408 415 424 425 442 503 509 510 530 559 562 564 ' +
    '619 626 628 650 657 661 669 702 707 714 725 738 747 760 805 818 820 831 837 840 858 909 916 ' +
    '925 949 951 971',
  'Pacific/Honolulu': '808',
  'America/Anchorage+America/Adak': '907',
  'America/Chicago+America/New_York': '219 270 364 423 448 574 606 729 812 850 906 930',
  'America/Chicago+America/Denver': '308 605 620 701 785',
  'America/Los_Angeles+America/Denver': '208 458 541 775 986',
  'America/Phoenix+America/Denver': '928',
  'America/Toronto':
    '226 249 263 273 289 343 354 365 367 382 416 418 437 438 450 468 514 519 548 579 581 613 647 ' +
    '683 705 742 753 819 873 905 942',
  'America/Toronto+America/Winnipeg': '807',
  'America/Winnipeg': '204 431 584',
  'America/Regina': '306 474 639',
  'America/Edmonton': '368 403 587 780 825',
  'America/Vancouver': '604',
  'America/Vancouver+America/Edmonton': '236 250 257 672 778',
  'America/Halifax': '428 506 782 902',
  'America/St_Johns+America/Halifax': '709 879',
  'America/Edmonton+America/Whitehorse+America/Winnipeg+America/Toronto': '867',
};

const BRAZIL: AreaCodes = {
  'America/Sao_Paulo':
    '11 12 13 14 15 16 17 18 19 21 22 24 27 28 31 32 33 34 35 37 38 41 42 43 44 45 46 47 48 49 51 ' +
    '53 54 55 61 62 63 64 71 73 74 75 77 79 81 82 83 84 85 86 87 88 89 91 93 94 96 98 99',
  'America/Manaus': '65 66 67 69 92 95',
  'America/Manaus+America/Rio_Branco': '97',
  'America/Rio_Branco': '68',
};

/** Only what differs from central time: other Mexican codes are read as Mexico City's. */
const MEXICO: AreaCodes = {
  'America/Tijuana': '615 616 646 658 661 663 664 665 686',
  'America/Hermosillo':
    '311 319 323 324 325 327 389 612 613 622 623 624 631 632 633 634 637 638 641 642 643 644 645 ' +
    '647 651 653 662 667 668 669 672 673 687 694 695 696 697 698',
  'America/Cancun': '983 984 987 997 998',
  'America/Ciudad_Juarez': '656',
  'America/Matamoros': '867 868 878 894 897 899',
  'America/Mexico_City': '2 3 4 5 6 7 8 9',
};

/** Landlines: 08 is shared by three states and territories. */
const AUSTRALIA: AreaCodes = {
  'Australia/Sydney': '2 3',
  'Australia/Brisbane': '7',
  'Australia/Perth+Australia/Adelaide+Australia/Darwin': '8',
};

/** Landlines. */
const INDONESIA: AreaCodes = {
  'Asia/Jakarta': '2 31 32 33 34 35 53 56 61 62 63 64 65 7',
  'Asia/Makassar': '36 37 38 4 54 55 51',
  'Asia/Jayapura': '90 91 92 95 96 97 98',
};

/** Landlines; a mobile begins with 9. */
const RUSSIA: AreaCodes = {
  'Europe/Moscow': '47 48 49 81 82 83 86 87 841 843 844 847 855',
  'Europe/Kaliningrad': '401',
  'Europe/Samara': '341 842 845 846 848 851',
  'Asia/Yekaterinburg': '342 343 345 346 347 349 351 352 353',
  'Asia/Omsk': '381',
  'Asia/Novosibirsk': '382 383 384 385 388 390 391 394',
  'Asia/Irkutsk': '395 301',
  'Asia/Yakutsk': '302 411 416',
  'Asia/Vladivostok': '421 423 426',
  'Asia/Sakhalin': '424 413',
  'Asia/Kamchatka': '415 427',
};

const SPAIN: AreaCodes = { 'Atlantic/Canary': '822 828 922 928' };
const PORTUGAL: AreaCodes = { 'Atlantic/Azores': '292 295 296', 'Europe/Lisbon': '2' };

/** Country → area code → zones. */
const BY_COUNTRY: Readonly<Record<string, ReadonlyMap<string, readonly string[]>>> = {
  US: byAreaCode(NORTH_AMERICA),
  CA: byAreaCode(NORTH_AMERICA),
  BR: byAreaCode(BRAZIL),
  MX: byAreaCode(MEXICO),
  AU: byAreaCode(AUSTRALIA),
  ID: byAreaCode(INDONESIA),
  RU: byAreaCode(RUSSIA),
  ES: byAreaCode(SPAIN),
  PT: byAreaCode(PORTUGAL),
};

/** Zones of a national number (digits, no country code), or null when its area code tells none. */
export function zonesOfAreaCode(country: string, national: string): readonly string[] | null {
  const codes = BY_COUNTRY[country];
  const lengths = codes === undefined ? [] : [4, 3, 2, 1];
  const found = lengths.map((length) => codes?.get(national.slice(0, length)));
  return found.find((zones) => zones !== undefined) ?? null;
}

function byAreaCode(table: AreaCodes): ReadonlyMap<string, readonly string[]> {
  return new Map(
    Object.entries(table).flatMap(([zones, codes]) =>
      codes.split(' ').map((code): [string, readonly string[]] => [code, zones.split('+')]),
    ),
  );
}
